/// A part of an NTFS volume that could not be read or that contradicts itself, and where it is.
public struct NTFSFault: Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    public enum Kind: Sendable, CaseIterable {
        /// The disk does not read it.
        case unreadable
        /// It lies behind the end of the partition: the volume is longer than that, or the disk was cut short.
        case outsidePartition
        /// What is there cannot be right.
        case damaged
        /// It is larger than what is looked at.
        case tooLarge
    }

    /// The structure that is concerned.
    public enum Part: Sendable, Hashable {
        /// The volume as a whole, or its boot sector.
        case volume
        /// The file table `$MFT`, or a record of it.
        case fileTable
        case record(UInt64)
        /// The index of the folder with this record, as a whole.
        case index(folder: UInt64)
        /// One block of that index, counted from 0.
        case indexBlock(folder: UInt64, block: UInt64)
        /// The table of upper-case letters, `$UpCase`.
        case upCase
    }

    /// What is wrong.
    public let kind: Kind
    /// What it is wrong with.
    public let part: Part
    /// The volume's cluster in which it begins, if it has one.
    public let cluster: UInt64?
    /// Where it begins, in bytes from the volume's beginning, if that is known.
    public let byteOffset: Int64?
    /// The particulars.
    public let detail: String

    init(_ kind: Kind, _ part: Part, _ detail: String, byteOffset: Int64? = nil, bytesPerCluster: Int? = nil) {
        self.kind = kind
        self.part = part
        self.detail = detail
        self.byteOffset = byteOffset
        cluster = byteOffset.flatMap { offset in
            bytesPerCluster.flatMap { $0 > 0 && offset >= 0 ? UInt64(offset / Int64($0)) : nil }
        }
    }

    /// The fault for a person: the structure, its place, what is wrong.
    public var description: String {
        let place = [cluster.map { "cluster \($0)" }, byteOffset.map { "byte \($0)" }].compactMap { $0 }
        let shown = place.isEmpty ? "" : " (\(place.joined(separator: ", ")))"
        return "\(part)\(shown): \(detail)"
    }
}

extension NTFSFault.Part: CustomStringConvertible {
    /// The structure's name.
    public var description: String {
        switch self {
        case .volume: "volume"
        case .fileTable: "file table"
        case .record(let number): "file record \(number)"
        case .index(let folder): "index of folder record \(folder)"
        case .indexBlock(let folder, let block): "index block \(block) of folder record \(folder)"
        case .upCase: "$UpCase table"
        }
    }
}
