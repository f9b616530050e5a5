import TestSupport
import Testing
import VMLab

/// What tests that boot the image need, each with the words for where it is missing.
extension Trait where Self == ConditionTrait {
    /// The image, and what its logs are held against.
    static var needsImage: Self {
        var missing: [String] = []
        if !ImageUnderTest.isBuilt {
            missing.append("a built image (run unloop build, or name its folder in UNLOOP_IMAGE)")
        }
        if !LogSchema.canBeChecked { missing.append("Python's jsonschema") }
        let named = missing.joined(separator: ", ")
        let hasAll = missing.isEmpty
        return .enabled(if: hasAll, "needs \(named)")
    }

    static func needs(_ firmware: Firmware) -> Self {
        let missing = LabRequirements.missing(for: firmware)
        let named = missing.joined(separator: ", ")
        return .enabled(if: missing.isEmpty, "needs \(named)")
    }

    /// What makes broken disks and looks at them afterwards.
    static var needsDiskTools: Self {
        let programs = ["python3", "mkntfs", "ntfscp", "ntfscat", "mkfs.vfat", "fsck.vfat", "mcopy", "sfdisk"]
        let missing = LabRequirements.missingForNTFSListing() + programs.filter { !Shell.has($0) }
        let named = missing.joined(separator: ", ")
        return .enabled(if: missing.isEmpty, "needs \(named)")
    }

    static var needsFixtures: Self { .enabled(if: Fixtures.folder != nil, Fixtures.missing) }
}
