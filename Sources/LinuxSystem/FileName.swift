internal import Diagnostics
internal import Vocabulary

/// One component of a path, as the bytes that the file system gave, which need not be UTF-8.
public struct FileName: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name's bytes, without a NUL.
    public let bytes: [UInt8]

    /// A name from its bytes.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// A name from text.
    public init(_ text: some StringProtocol) { self.init(bytes: Array(text.utf8)) }

    /// A name written in the source.
    public init(stringLiteral text: String) { self.init(text) }

    /// The name as text; what is not UTF-8 shows as U+FFFD, and then `isExact` is false.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether `text` is the name, so that it can be found again by it.
    public var isExact: Bool { Array(text.utf8) == bytes }

    /// The name as text.
    public var description: String { text }

    /// The order of the bytes.
    public static func < (left: FileName, right: FileName) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }

    /// The name as NTFS compares names (`NTFSName`). Names that are not UTF-8 fold to themselves.
    public var caseFolded: [UInt8] {
        guard isExact else { return bytes }
        return Array(String(String.UnicodeScalarView(NTFSName.folded(text))).utf8)
    }

    /// Whether Windows takes both names for the same.
    public func equalsIgnoringCase(_ other: FileName) -> Bool { caseFolded == other.caseFolded }

    /// The name, NUL-terminated for a system call, if it is one component and nothing else.
    func component() throws(LinuxError) -> [CChar] {
        if bytes.isEmpty || bytes == [0x2E] || bytes == [0x2E, 0x2E] || bytes.contains(0x2F) || bytes.contains(0) {
            throw LinuxError(.unsafePath, "“\(text)” is not the name of one file; give the path folder by folder")
        }
        return bytes.map { CChar(bitPattern: $0) } + [0]
    }
}
