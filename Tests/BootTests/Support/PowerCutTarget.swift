import Foundation
import Testing

/// The disk of a broken machine that power is cut from, and what may be on it afterwards.
struct PowerCutTarget {
    /// The disk as it is before.
    let disk: String
    private let broken: DiskState
    private let repaired: DiskState

    init(_ model: BrokenDisk, in folder: URL) throws {
        let (images, delete) = try model.make(in: folder)
        disk = try #require(images.first)
        broken = try DiskState(of: disk)
        repaired = broken.removing(delete).state
        try #require(repaired.differences(from: broken) != [], "the disk must be a broken one")
    }

    /// What a disk is like after a cut.
    struct State {
        /// Whether every bad file is gone.
        let isRepaired: Bool
        /// What is wrong beside bad files that are still there and whole, a line for each file.
        let harm: [String]
    }

    func state(of image: String) -> State {
        let now: DiskState
        do { now = try DiskState(of: image, mending: true) } catch {
            return State(isRepaired: false, harm: ["NTFS cannot be read: \(error)"])
        }
        let left = now.differences(from: repaired)
        // Nothing but bad files is missing of what was there; and nothing else is there than what was.
        let harm =
            left.filter { !$0.hasSuffix("is new") }
            + now.differences(from: broken).filter { !$0.hasSuffix("is missing") }
        return State(isRepaired: left.isEmpty, harm: Set(harm).sorted())
    }
}
