import Foundation
import HostPrograms
import TestSupport

/// The image's kernel and initramfs without their compression, for machines that are started without a loader: unpacking
/// them is work of this processor here, and of an emulated one there, where it takes a sixth of a boot.
struct UnpackedKernel {
    let kernel: String
    let initrd: String

    /// Those of the image under test, unpacked once in a run.
    static let image = Result { try UnpackedKernel(of: ImageUnderTest.networkTree) }

    private init(of tree: String) throws {
        let folder = Fixtures.packageRoot.appendingPathComponent(".build/unpacked-kernel")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        kernel = folder.appendingPathComponent("vmlinux").path
        initrd = folder.appendingPathComponent("initrd").path

        let image = try Data(contentsOf: URL(fileURLWithPath: "\(tree)/vmlinuz"))
        try Self.unpack(Self.payload(of: image), to: kernel)
        let archives = try Data(contentsOf: URL(fileURLWithPath: "\(tree)/initrd"))
        let end = try Self.endOfPlainArchive(archives)
        try Self.unpack(archives.suffix(from: end), to: initrd, behind: archives.prefix(end))
    }

    /// The compressed kernel in a bzImage, without the size behind it (Linux, Documentation/arch/x86/boot.rst).
    private static func payload(of image: Data) throws -> Data {
        func word(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(image[offset + $1]) << (8 * $1) } }
        guard image.count > 0x250 else { throw BenchError("read vmlinuz: it is too short for a kernel") }
        let begin = (Int(image[0x1F1]) + 1) * 512 + word(0x248)
        let end = begin + word(0x24C) - 4
        guard begin < end, end <= image.count else { throw BenchError("read vmlinuz: its payload lies outside") }
        return image[begin..<end]
    }

    /// Where the first archive ends, which is not compressed, and the next begins (Linux,
    /// Documentation/driver-api/early-userspace/buffer-format.rst).
    private static func endOfPlainArchive(_ archives: Data) throws -> Int {
        func number(_ offset: Int) throws -> Int {
            guard offset + 8 <= archives.count,
                let value = Int(String(decoding: archives[offset..<offset + 8], as: UTF8.self), radix: 16)
            else { throw BenchError("read initrd: no number at byte \(offset)") }
            return value
        }
        var offset = 0
        while archives.dropFirst(offset).starts(with: Array("070701".utf8)) {
            let nameEnd = (offset + 110 + (try number(offset + 94)) + 3) & ~3
            guard nameEnd <= archives.count else { throw BenchError("read initrd: a name is cut off") }
            let isLast = archives[(offset + 110)..<nameEnd].starts(with: Array("TRAILER!!!".utf8))
            offset = (nameEnd + (try number(offset + 54)) + 3) & ~3
            if isLast { break }
        }
        return archives.dropFirst(offset).firstIndex { $0 != 0 } ?? archives.count
    }

    private static func unpack(_ compressed: Data, to path: String, behind before: Data = Data()) throws {
        try compressed.write(to: URL(fileURLWithPath: "\(path).zst"))
        try HostProgram.run(["zstd", "-dqf", "--rm", "\(path).zst", "-o", path])
        guard !before.isEmpty else { return }
        let after = try Data(contentsOf: URL(fileURLWithPath: path))
        try (before + after).write(to: URL(fileURLWithPath: path))
    }
}
