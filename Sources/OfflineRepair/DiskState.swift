internal import DiskFormats

/// A disk in the state of a commit: how it is found and reached again.
struct DiskState: Codable, Equatable {
    let path: String
    let file: String
    let format: VirtualDiskFormat
    let size: Int64
    let sectorSize: Int
    let isFlat: Bool
    /// The length of the file before and after the commit.
    let lengthBefore: Int64

    init(_ disk: OfflineDisk) {
        path = disk.path
        file = disk.file
        format = disk.disk.format
        size = disk.disk.size
        sectorSize = disk.disk.sectorSize
        isFlat = if case .flat = disk.access { true } else { false }
        lengthBefore = disk.length
    }

    var disk: VirtualDisk {
        VirtualDisk(format: format, layout: isFlat ? .flat : .blocks, size: size, sectorSize: sectorSize)
    }

    var access: DiskAccess { DiskAccess(disk) }
}
