internal import DiskFormats

/// A disk in the state of a commit: how it is found and reached again.
struct DiskState: Codable, Equatable {
    /// Absolute; links are kept, for what a device is called changes from start to start.
    let path: String
    /// The name of the file with the sectors, in the same folder, where that is another one.
    let extent: String?
    let format: VirtualDiskFormat
    let size: Int64
    let sectorSize: Int
    let isFlat: Bool
    /// The length of the file before and after the commit.
    let lengthBefore: Int64

    /// When the file was changed last, in nanoseconds since 1970, once the commit was done; nil for a device.
    var modified: Int64?

    init(_ disk: OfflineDisk) {
        path = disk.absolutePath
        extent = disk.extent
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
