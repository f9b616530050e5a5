public import Diagnostics

/// A FAT file system with its files, made by mkfs.fat and mtools inside an image file: no root, no loop device.
public struct FATVolume: Sendable {
    /// Which FAT it is, by the width of its table's entries in bits.
    public enum Width: Int, Sendable {
        /// 4,085 to 65,524 clusters: the small volume inside an ISO image.
        case fat16 = 16
        /// 65,525 clusters or more: what UEFI wants of a system partition, and what every system reads.
        case fat32 = 32
    }

    /// The volume's name: at most 11 characters, upper case.
    public let label: String
    /// The volume's serial number; GRUB's `search --fs-uuid` finds it as `XXXX-XXXX`, see `serialText(_:)`.
    public let serial: UInt32
    /// The size in bytes, a multiple of 1 MiB.
    public let size: Int64
    /// The files; directories on their way are made.
    public let files: [FATFile]
    /// Directories that are wanted even without a file in them.
    public let directories: [String]
    /// FAT32 unless the volume is meant to be smaller than 33 MiB.
    public let width: Width

    /// A volume of `size` bytes with these files.
    public init(
        label: String, serial: UInt32, size: Int64, files: [FATFile], directories: [String] = [], width: Width = .fat32
    ) {
        self.label = label
        self.serial = serial
        self.size = size
        self.files = files
        self.directories = directories
        self.width = width
    }

    /// Makes the volume `offset` bytes from the start of the file at `path`, which is created or extended as needed;
    /// the rest of the file stays as it is. What lay in the volume's place must be zero: only the tables are written.
    ///
    /// - Parameters:
    ///   - offset: a multiple of 512.
    ///   - timestamp: Unix seconds stamped on every entry, 1980 to 2107 (what FAT can hold), in UTC.
    /// - Throws: `DiskImageError`.
    public func write(to path: String, at offset: Int64, timestamp: Int64) throws(DiskImageError) {
        let tree = try FileTree(files: files, directories: directories)
        let sectorsPerCluster = try checked(tree, offset: offset, timestamp: timestamp)
        try ImageFile(path).extend(to: offset + size)
        let staging = try TemporaryDirectory()
        let image = TemporaryDirectory.absolute(path)

        // The geometry is fixed (64 heads, 32 sectors), so that the volume ends on a whole MiB.
        try Tool.makeFAT.run(
            [
                "--invariant", "-F", "\(width.rawValue)", "-s", "\(sectorsPerCluster)", "-f", "2", "-S", "512", "-M",
                "0xF8",
                "-g", "64/32", "-h", "\(offset / 512)", "-i", Self.hexadecimal(serial), "-n", label,
                "--offset=\(offset / 512)", image, "\(size / 1024)",
            ], timestamp: timestamp)
        let volume = "\(image)@@\(offset)"
        if !tree.directories.isEmpty {
            try Tool.makeDirectories.run(["-i", volume] + tree.directories.map { "::/\($0)" }, timestamp: timestamp)
        }
        for (index, file) in tree.files.enumerated() {
            let source = try staging.source(of: file.content, name: "\(index)")
            try Tool.copyFiles.run(["-i", volume, source, "::/\(file.path)"], timestamp: timestamp)
        }
    }

    /// A serial number as tools write it, `XXXX-XXXX`: what GRUB's `search --fs-uuid` and Linux's `by-uuid` look for.
    public static func serialText(_ serial: UInt32) -> String {
        let digits = hexadecimal(serial)
        return "\(digits.prefix(4))-\(digits.suffix(4))"
    }

    private static func hexadecimal(_ serial: UInt32) -> String {
        let digits = String(serial, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
