internal import DiskFormats

/// A virtual disk that is not written, by its own structures.
typealias VirtualDiskRefusal = VirtualDiskError
