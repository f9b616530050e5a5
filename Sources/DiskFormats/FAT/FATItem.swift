public import Diagnostics

/// A file or folder of a FAT volume.
public struct FATItem: Sendable, Equatable {
    /// The path in the volume with `/` between components and none at the start.
    public let path: String
    /// Whether it is a folder.
    public let isFolder: Bool
    /// The length of a file in bytes, as its entry says.
    public let size: Int64
    /// When it was last written: Unix seconds, the volume's local time taken as UTC.
    public let timestamp: Int64
    /// Where the content is on the source, in bytes; it ends where a damaged chain of clusters does.
    public let ranges: [Range<Int64>]

    /// The bytes that the chain has of the content.
    public var foundSize: Int64 { ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }
}

/// What the folders of a FAT volume hold.
public struct FATListing: Sendable {
    /// Files and folders in the volume's order.
    public internal(set) var items: [FATItem] = []
    /// Why the list is not complete, if it is not: the budget was used up.
    public internal(set) var stop: DiskFormatError?
}
