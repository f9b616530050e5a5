internal import Archives
internal import Diagnostics

/// Writes the entries of an initramfs as an archive that the kernel unpacks.
struct CpioArchive {
    /// The bytes of an archive of `entries`.
    ///
    /// - Throws: `RescueImageError` `image-archive` with libarchive's own words, or what reading a package's file throws.
    static func write(
        _ entries: [InitramfsEntry], _ compression: CpioWriter.Compression = .none
    ) throws(RescueImageError) -> [UInt8] {
        let writer = try archiving { () throws(ArchiveError) in try CpioWriter(compression) }
        for entry in entries {
            let kind = try kind(of: entry)
            try archiving { () throws(ArchiveError) in try writer.add(entry.path, mode: entry.mode, kind) }
        }
        return try archiving { () throws(ArchiveError) in try writer.finish() }
    }

    /// The versions of libarchive and of the compressors behind it.
    static var toolVersion: String { CpioWriter.libraryVersion }

    private static func kind(of entry: InitramfsEntry) throws(RescueImageError) -> CpioWriter.Kind {
        switch entry.kind {
        case .directory: .directory
        case .symbolicLink(let target): .symbolicLink(target: target)
        case .characterDevice(let major, let minor): .characterDevice(major: major, minor: minor)
        case .bytes(let bytes): .file(bytes)
        case .file(let file): .file(try file.bytes())
        }
    }

    private static func archiving<Result>(
        _ body: () throws(ArchiveError) -> Result
    ) throws(RescueImageError) -> Result {
        do { return try body() } catch {
            throw RescueImageError(
                .archive, "The initramfs cannot be written: \(error.message). Report this as a bug.", cause: error)
        }
    }
}
