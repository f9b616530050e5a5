/// The fields of a record, one after the other. Most have no fixed length: a byte says how many follow.
struct RecordFields {
    private let content: BigEndianBytes
    private var position = 0

    init(_ bytes: ArraySlice<UInt8>) { content = BigEndianBytes(bytes) }

    private mutating func take(_ count: Int) throws(DatabaseProblem) -> ArraySlice<UInt8> {
        guard let part = content.part(at: position, count: count) else { throw .damaged("a record is too short") }
        position += count
        return part
    }

    /// Passes over fields that are not needed.
    mutating func skip(_ count: Int) throws(DatabaseProblem) { _ = try take(count) }

    /// A number of fixed width.
    mutating func fixed(_ width: Int) throws(DatabaseProblem) -> UInt64 {
        BigEndianBytes(try take(width)).number(at: 0, width: width) ?? 0
    }

    /// Bytes with their length before them.
    mutating func counted() throws(DatabaseProblem) -> ArraySlice<UInt8> { try take(Int(try fixed(1))) }

    /// A number with its width before it: at most eight bytes.
    mutating func number() throws(DatabaseProblem) -> UInt64 {
        let bytes = try counted()
        guard bytes.count <= 8, let number = BigEndianBytes(bytes).number(at: 0, width: bytes.count) else {
            throw .damaged("a record has a number \(bytes.count) bytes wide")
        }
        return number
    }

    /// Text with its length before it. Control characters become U+FFFD: it is shown.
    mutating func text() throws(DatabaseProblem) -> String {
        var text = String.UnicodeScalarView()
        for scalar in String(decoding: try counted(), as: UTF8.self).unicodeScalars {
            text.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(text)
    }

    /// A GUID of 16 bytes.
    mutating func guid() throws(DatabaseProblem) -> String {
        guard let guid = GUIDText.of(bytes: try take(16)) else { throw .damaged("a record is too short") }
        return guid
    }
}
