internal import Archives
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
    /// - Parameter cache: Where the compressed part is kept, for compressing takes seconds; nil to keep nothing.
    func write(cache: ContentCache? = nil) throws -> [UInt8] {
        var bytes = try CpioArchive.write(modules.entries)
        while bytes.count % 4 != 0 { bytes.append(0) }
        return bytes + (try compressedSystem(cache))
    }

    private func compressedSystem(_ cache: ContentCache?) throws -> [UInt8] {
        func compressed() throws -> [UInt8] {
            try CpioArchive.write(system.entries, .zstd(level: Self.compressionLevel))
        }
        guard let cache else { return try compressed() }
        let inputs = "\(CpioArchive.toolVersion) \(Self.compressionLevel)\n\(system.listing)"
        let key = "\(SHA256Hasher.hash(Array(inputs.utf8)))"
        // The file begins with the hash of the rest, by which damage is noticed.
        func kept() throws -> [UInt8]? {
            let folder = try cache.result(key) { folder in
                let bytes = try compressed()
                try HostFile.write(SHA256Hasher.hash(bytes).bytes + bytes, to: folder + "/system")
            }
            let file = try HostFile.read(folder + "/system")
            let bytes = Array(file.dropFirst(32))
            return Array(file.prefix(32)) == SHA256Hasher.hash(bytes).bytes ? bytes : nil
        }
        if let bytes = try kept() { return bytes }
        try cache.discard(key)
        return try kept() ?? compressed()
    }
}
