/// The text form of an age file (age v1, "ASCII armor": strict PEM, RFC 7468).
enum SealedArmor {
    private static let begin = Array("-----BEGIN AGE ENCRYPTED FILE-----".utf8)
    private static let end = Array("-----END AGE ENCRYPTED FILE-----".utf8)
    private static let width = 64

    static func isRecognised(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.trimmedBlanks().starts(with: begin) }

    /// The bytes in the armor, or nil if it is not well formed.
    static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var lines = bytes.trimmedBlanks().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }[...]
        guard lines.popFirst().map({ $0.elementsEqual(begin) }) == true,
            lines.popLast().map({ $0.elementsEqual(end) }) == true, let last = lines.last,
            lines.dropLast().allSatisfy({ $0.count == width }), (1...width).contains(last.count)
        else { return nil }
        return Base64.decode(Array(lines.joined())[...], padding: true)
    }
}
