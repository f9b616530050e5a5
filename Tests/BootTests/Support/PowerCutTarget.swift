import Foundation
import Testing

/// The disk of a broken machine that power is cut from, and what may be on it afterwards.
struct PowerCutTarget {
    /// The disk as it is before.
    let disk: String
    private let broken: DiskState
    private let repaired: DiskState
    /// The names of the bad files.
    private let badNames: [String]

    init(_ model: BrokenDisk, in folder: URL) throws {
        let (images, delete) = try model.make(in: folder)
        disk = try #require(images.first)
        broken = try DiskState(of: disk)
        repaired = broken.removing(delete).state
        try #require(repaired.differences(from: broken) != [], "the disk must be a broken one")
        badNames = delete.compactMap { $0.split(separator: "/").last.map(String.init) }
    }

    /// What a disk is like after a cut.
    struct State {
        /// Whether every bad file is gone.
        let isRepaired: Bool
        /// What is wrong beside bad files that are still there and whole, a line for each file.
        let harm: [String]
        /// Whether a folder lists a bad file no more while the file table still has it in use: ntfs3 writes the one before
        /// the other. Only chkdsk ends that, and it may put the file back, so nobody may call the machine done.
        let isHalfRemoved: Bool
    }

    func state(of image: String) -> State {
        let now: DiskState
        do { now = try DiskState(of: image, mending: true) } catch {
            return State(isRepaired: false, harm: ["NTFS cannot be read: \(error)"], isHalfRemoved: false)
        }
        let left = now.differences(from: repaired)
        // Nothing but bad files is missing of what was there; and nothing else is there than what was.
        let harm =
            left.filter { !$0.hasSuffix("is new") }
            + now.differences(from: broken).filter { !$0.hasSuffix("is missing") }
        return State(
            isRepaired: left.isEmpty, harm: Set(harm).sorted(),
            isHalfRemoved: left.isEmpty && badNames.contains { Self.isInUse($0, on: image) })
    }

    /// Whether a file record that is in use bears a name, read without any driver and without the agent's reader.
    private static func isInUse(_ name: String, on image: String) -> Bool {
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: image), options: .alwaysMapped) else {
            return false
        }
        let wanted = Data(name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        let size = 1024
        return stride(from: 0, to: bytes.count - size + 1, by: size).contains { start in
            // MULTI_SECTOR_HEADER "FILE"; flags at 0x16, of which 1 says in use.
            guard bytes[start] == 0x46, bytes[start + 1] == 0x49, bytes[start + 2] == 0x4C, bytes[start + 3] == 0x45,
                bytes[start + 0x16] & 1 == 1
            else { return false }
            return bytes[start..<start + size].range(of: wanted) != nil
        }
    }
}
