internal import Digests

/// The kernel's first file system, in two archives one behind the other: modules as they are, for they are compressed
/// already, then everything else compressed with Zstandard.
///
/// The uncompressed one comes first, because the kernel looks for one only at multiples of four bytes, where the end of
/// compressed data rarely is (Linux, init/initramfs.c). Zstandard rather than xz: 1.1 MB larger, but 0.4 s instead of
/// 2.2 s to unpack under emulation.
struct Initramfs: Sendable {
    /// Everything but the modules.
    let system: InitramfsTree
    /// Modules with the folders above them.
    let modules: InitramfsTree

    init(system: InitramfsTree, modules: InitramfsTree) {
        self.system = system
        self.modules = modules
    }

    /// Zstandard's level. 19 is the highest whose window, 8 MiB, is no burden to a machine with 512 MiB of memory.
    static let compressionLevel = 19

    /// The bytes for the boot loader.
    ///
    /// - Parameter cacheDirectory: Where the compressed part is kept under the hash of what is in it, for compressing
    ///   takes seconds; nil to keep nothing.
    func write(cacheDirectory: String? = nil) throws(RescueImageError) -> [UInt8] {
        var bytes = try CpioArchive.write(modules.entries)
        while bytes.count % 4 != 0 { bytes.append(0) }
        return bytes + (try compressedSystem(cacheDirectory))
    }

    private func compressedSystem(_ cacheDirectory: String?) throws(RescueImageError) -> [UInt8] {
        let compression = CpioArchive.Compression.zstd(level: Self.compressionLevel)
        guard let cacheDirectory else { return try CpioArchive.write(system.entries, compression) }
        let key = SHA256Hasher.hash(
            Array("\(CpioArchive.toolVersion) \(Self.compressionLevel)\n\(system.listing)".utf8))
        let path = "\(cacheDirectory)/\(key).cpio.zst"
        // The file begins with the hash of the rest, by which damage is noticed.
        if HostFile.exists(path) {
            let kept = try HostFile.read(path)
            let content = kept.dropFirst(32)
            if Array(kept.prefix(32)) == SHA256Hasher.hash(content).bytes { return Array(content) }
        }
        let bytes = try CpioArchive.write(system.entries, compression)
        try HostFile.makeFolder(cacheDirectory)
        try HostFile.write(SHA256Hasher.hash(bytes).bytes + bytes, to: path + ".partial")
        try HostFile.publish(path + ".partial", as: path)
        return bytes
    }
}
