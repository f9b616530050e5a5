/// What a person would read of a line that a terminal was sent.
enum TerminalText {
    /// The line without control sequences (ECMA-48, section 5.4: ESC `[`, parameters, a final byte from `@` to `~`),
    /// other two-byte escapes and control characters but the tabulator. GRUB moves the cursor before nearly every line.
    static func plain(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x1B {
                guard index < bytes.count else { break }
                let kind = bytes[index]
                index += 1
                guard kind == UInt8(ascii: "[") else { continue }
                while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
                index += 1
            } else if byte >= 0x20 || byte == 0x09 {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
