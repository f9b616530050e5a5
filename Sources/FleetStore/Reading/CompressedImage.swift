internal import Archives
internal import Diagnostics
internal import DiskFormats
internal import Glibc

/// An image of a stick that was compressed: unpacked to a file without a name, where zeros take no space.
struct CompressedImage {
    /// The most that is written of any image, in bytes.
    private static let maximumWritten: Int64 = 1 << 35
    /// What is not zero shrinks as other files do.
    private static let contentLimit = ExpansionLimit(floor: 1 << 27, ratio: 256)

    /// The unpacked image.
    let medium: FileBytes
    /// Why the image lacks its end, if it does.
    let cut: String?

    /// Unpacks an image, as far as it is sound.
    ///
    /// - Throws: when there is no space for it, nothing of it can be read, or it holds more than a stick of its size.
    init(_ packed: OpenMedium, _ filter: ArchiveFilter, name: String) throws(FleetStoreError) {
        do {
            let reader = try ArchiveReader(
                descriptor: packed.descriptor, owner: packed, name: name, format: .raw, filter: filter,
                warnings: .reported, limit: .images)
            _ = try reader.next()
            let copy = FileBytes(owning: try Self.scratchFile())
            let allowance = min(Self.maximumWritten, Self.contentLimit.allowance(for: packed.size))
            cut = try Self.unpack(reader, to: copy.descriptor, allowance: allowance, name: name)
            medium = FileBytes(owning: try retryingInterrupts("dup", name) { dup(copy.descriptor) })
        } catch let error as FleetStoreError {
            throw error
        } catch let error as ArchiveError {
            throw FleetStoreError(.sourceNotReadable, "\(error.message); copy it again", cause: error)
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

    /// - Returns: why it ended early, if it did.
    private static func unpack(
        _ reader: ArchiveReader, to copy: CInt, allowance: Int64, name: String
    ) throws -> String? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        let zeros = [UInt8](repeating: 0, count: buffer.count)
        var (offset, written): (Int64, Int64) = (0, 0)
        var cut: String?
        while let start = buffer.baseAddress {
            let count: Int
            do { count = try reader.read(into: buffer) } catch {
                guard error.code != .tooLarge, offset > 0 else { throw error }
                cut = "\(error.message) at byte \(offset) of the image; what comes after is lost: copy it again"
                break
            }
            if count == 0 { break }
            if memcmp(start, zeros, count) != 0 {
                written += Int64(count)
                guard written <= allowance else {
                    throw FleetStoreError(
                        .sourceTooLarge, "\(name): unpacks to far more than a stick's image of its size; skipped")
                }
                var done = 0
                while done < count {
                    done += try retryingInterrupts("pwrite", "the unpacked image") {
                        pwrite(copy, start + done, count - done, off_t(offset) + done)
                    }
                }
            }
            offset += Int64(count)
        }
        try retryingInterrupts("ftruncate", "the unpacked image") { ftruncate(copy, off_t(offset)) }
        return cut
    }
}
