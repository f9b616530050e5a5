/// GUIDs as they are shown: 32 lower-case digits in five groups.
enum GUIDText {
    private static let groups = [8, 4, 4, 4, 12]

    /// A GUID that is kept as text; nil when it is not one.
    static func of(text: ArraySlice<UInt8>) -> String? {
        let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == groups, parts.joined().allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
        else { return nil }
        return String(decoding: text, as: UTF8.self).lowercased()
    }

    /// A GUID that is kept as 16 bytes in the order in which they are shown.
    static func of(bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.count == 16 else { return nil }
        let digits = Array("0123456789abcdef")
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append("-") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}
