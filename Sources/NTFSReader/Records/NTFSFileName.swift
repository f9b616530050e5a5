/// A file's name as NTFS stores it: UTF-16 units, in which surrogates need not come in pairs.
public struct NTFSFileName: Sendable, Hashable, CustomStringConvertible {
    /// The units, 1 to 255.
    public let units: [UInt16]

    init(_ units: [UInt16]) { self.units = units }

    /// A name from text.
    public init(_ text: String) { units = Array(text.utf16) }

    /// The name as text; a surrogate without its other half shows as U+FFFD.
    public var text: String { String(decoding: units, as: UTF16.self) }

    /// The name as text.
    public var description: String { text }
}
