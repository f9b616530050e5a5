internal import Archives
internal import Diagnostics
internal import Foundation

/// An image with its kernel unpacked: that is work of a processor here, and of a slower one in the appliance, where it takes a
/// tenth of the time. The initramfs stays packed: QEMU would have it in memory a second time.
struct UnpackedImage {
    /// The image as it is used.
    let image: ApplianceImage
    private let folder: ApplianceFolder?

    /// Unpacks an image into memory; what is not packed as Debian packs it, is used as it is.
    init(_ packed: ApplianceImage) {
        let folder = try? ApplianceFolder()
        let kernel = folder.flatMap { Self.kernel(of: packed.kernel, to: $0("kernel")) }
        image = ApplianceImage(kernel: kernel ?? packed.kernel, initrd: packed.initrd)
        self.folder = folder
    }

    /// The compressed kernel in a bzImage, without the size behind it (Linux, Documentation/arch/x86/boot.rst).
    private static func kernel(of path: String, to target: String) -> String? {
        guard let file = try? FileStore(path, forWriting: false), let head = try? file.read(0x250, at: 0),
            head[0x202..<0x206] == Array("HdrS".utf8)[...]
        else { return nil }
        func word(_ offset: Int) -> Int64 { (0..<4).reduce(0) { $0 | Int64(head[offset + $1]) << Int64(8 * $1) } }
        let begin = (Int64(head[0x1F1]) + 1) * 512 + word(0x248)
        let length = word(0x24C) - 4
        guard length > 0, begin + length <= file.size else { return nil }
        return unpack(file, begin..<begin + length, to: target)
    }

    /// More than any kernel has.
    private static let longest: Int64 = 1 << 30

    /// Writes a part of a file, unpacked.
    private static func unpack(_ file: FileStore, _ packed: Range<Int64>, to target: String) -> String? {
        do {
            let part = try FileStore(creating: target + ".zst")
            defer { unlink(target + ".zst") }
            try copy(packed, of: file, to: part)
            guard try ArchiveFilter(beginning: part.read(4, at: 0)[...]) == .zstd else { return nil }
            let result = try FileStore(creating: target)
            lseek(part.descriptor, 0, SEEK_SET)
            let reader = try ArchiveReader(
                descriptor: part.descriptor, owner: part, name: target, format: .raw, filter: .zstd, warnings: .refused,
                limit: .images)
            _ = try reader.next()
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { buffer.deallocate() }
            var place: Int64 = 0
            while case let count = try reader.read(into: buffer), count > 0 {
                try result.write(Array(buffer[..<count]), at: place)
                place += Int64(count)
                guard place < longest else { return nil }
            }
            return target
        } catch {
            return nil
        }
    }

    private static func copy(
        _ range: Range<Int64>, of source: FileStore, to target: FileStore
    ) throws(OfflineRepairError) {
        var place = range.lowerBound
        while place < range.upperBound {
            let count = Int(min(1 << 20, range.upperBound - place))
            try target.write(try source.read(count, at: place), at: place - range.lowerBound)
            place += Int64(count)
        }
    }
}
