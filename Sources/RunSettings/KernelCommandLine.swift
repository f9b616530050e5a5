/// The words that the boot loader gave the kernel.
public enum KernelCommandLine {
    /// The words of a command line, by name; a word without `=` has the value "". Blanks separate them, the later of two
    /// wins, quotes keep blanks together (kernel, `lib/cmdline.c`, `next_arg`): `name="a b"` and `"name=a b"` are both name
    /// and `a b`.
    public static func parse(_ line: some Sequence<UInt8>) -> [String: String] {
        var words: [String: String] = [:]
        var word: [UInt8] = []
        var isQuoted = false
        func finish() {
            defer { word = [] }
            guard !word.isEmpty else { return }
            let parts = word.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
            words[String(decoding: parts[0], as: UTF8.self)] = value
        }
        for byte in line {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case 0...0x20 where !isQuoted: finish()
            default: word.append(byte)
            }
        }
        if word.last == UInt8(ascii: "\n") { word.removeLast() }
        finish()
        return words
    }
}
