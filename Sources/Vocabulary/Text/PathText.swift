/// Names of files as text. A name is bytes, which need not be UTF-8 (ZIP archives and disks from Windows bring Latin-1): each
/// byte that is not part of UTF-8 stands as a character of its own, from which the byte comes back.
public enum PathText {
    /// What stands for the byte 0; bytes from 0x80 on occur. Unicode leaves these to private use.
    private static let base: UInt32 = 0x10FF00
    private static let range: ClosedRange<UInt32> = 0x10FF80...0x10FFFF

    /// The text of a name or path. Different bytes have different texts.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var result = String.UnicodeScalarView()
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            if let (scalar, length) = scalar(at: rest), !range.contains(scalar.value) {
                result.append(scalar)
                rest = rest.dropFirst(length)
            } else if let byte = rest.popFirst() {
                // Characters that stand for bytes are such bytes themselves.
                result.append(Unicode.Scalar(base + UInt32(byte)) ?? "\u{FFFD}")
            }
        }
        return String(result)
    }

    /// The bytes of a text.
    public static func bytes(_ text: String) -> [UInt8] {
        guard text.utf8.contains(0xF4) else { return Array(text.utf8) }
        return text.unicodeScalars.flatMap { scalar -> [UInt8] in
            range.contains(scalar.value) ? [UInt8(scalar.value - base)] : Array(UTF8.encode(scalar) ?? .init())
        }
    }

    /// Whether every byte is part of UTF-8, so that other programs and files can name it by its text.
    public static func isExact(_ text: String) -> Bool {
        !text.utf8.contains(0xF4) || !text.unicodeScalars.contains { range.contains($0.value) }
    }

    /// The text as it is shown and written down: `R\xFCckgabe`.
    public static func shown(_ text: String) -> String {
        if isExact(text) { return text }
        return text.unicodeScalars.map { shown($0) ?? String($0) }.joined()
    }

    /// Gives the bytes of a path, ended by zero, to a system call.
    public static func withBytes<Result>(
        of text: String, _ body: (UnsafePointer<CChar>) throws -> Result
    ) rethrows -> Result {
        if isExact(text) { return try text.withCString(body) }
        let bytes = bytes(text).map { CChar(bitPattern: $0) } + [0]
        return try bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return try text.withCString(body) }
            return try body(start)
        }
    }

    /// `\xFC` for a character that stands for a byte.
    static func shown(_ scalar: Unicode.Scalar) -> String? {
        range.contains(scalar.value) ? "\\x" + String(scalar.value - base, radix: 16, uppercase: true) : nil
    }

    /// The character that bytes begin with, and its length; nil where they do not begin with UTF-8.
    private static func scalar(at bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.prefix(4).makeIterator()
        guard case .valid(let encoded) = decoder.parseScalar(from: &iterator) else { return nil }
        return (UTF8.decode(encoded), encoded.count)
    }
}
