internal import CArchive
internal import Diagnostics
internal import Glibc

/// An image of a stick that was compressed: unpacked to a file without a name, where zeros take no space.
enum CompressedImage {
    /// A stick's size, and what may be written of it.
    private static let maximumSize: Int64 = 1 << 40
    private static let maximumWritten = 1 << 35

    /// Whether a file begins as zstd, xz or gzip do.
    static func isRecognised(_ begin: ArraySlice<UInt8>) -> Bool {
        [[0x28, 0xB5, 0x2F, 0xFD], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x1F, 0x8B]].contains {
            begin.starts(with: $0)
        }
    }

    /// Unpacks an image.
    ///
    /// - Throws: when there is no space for it, or it is damaged.
    static func unpack(_ medium: OpenMedium, name: String) throws(FleetStoreError) -> OpenMedium {
        let reader = ArchiveReader(medium) {
            archive_read_support_filter_all($0)
            archive_read_support_format_raw($0)
        }
        guard let reader, case .entry = reader.next() else {
            throw FleetStoreError(.sourceNotReadable, "\(name) cannot be unpacked: it is damaged; copy it again")
        }
        do {
            let copy = try scratchFile()
            do {
                try write(reader, to: copy, name: name)
            } catch {
                close(copy)
                throw error
            }
            return try OpenMedium(descriptor: copy, name: name)
        } catch let error as FleetStoreError {
            throw error
        } catch {
            throw FleetStoreError(
                .sourceNotReadable, "\(name) cannot be unpacked: \(error); make space in TMPDIR, or unpack it yourself",
                cause: error)
        }
    }

    private static func scratchFile() throws -> CInt {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/var/tmp"
        var path = Array("\(folder)/unloop-XXXXXX".utf8CString)
        let descriptor = try retryingInterrupts("mkstemp", folder) { mkstemp(&path) }
        // Without a name from here on: nothing is left behind, however the process ends.
        unlink(path)
        return descriptor
    }

    private static func write(_ reader: ArchiveReader, to copy: CInt, name: String) throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var offset: Int64 = 0
        var written = 0
        while true {
            let count = reader.read(into: &buffer)
            if count == 0 { break }
            guard count > 0 else {
                throw FleetStoreError(
                    .sourceNotReadable, "\(name) cannot be unpacked: \(reader.problem); copy it again")
            }
            if buffer[..<count].contains(where: { $0 != 0 }) {
                var done = 0
                while done < count {
                    done += try retryingInterrupts("pwrite", "the unpacked image") {
                        buffer[done..<count].withUnsafeBytes {
                            pwrite(copy, $0.baseAddress, $0.count, off_t(offset) + done)
                        }
                    }
                }
                written += count
            }
            offset += Int64(count)
            guard offset <= maximumSize, written <= maximumWritten else {
                throw FleetStoreError(
                    .sourceTooLarge, "\(name) is larger than any stick when it is unpacked; it is none")
            }
        }
        try retryingInterrupts("ftruncate", "the unpacked image") { ftruncate(copy, off_t(offset)) }
    }
}
