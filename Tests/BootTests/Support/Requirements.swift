import TestSupport
import Testing
import VMLab

/// What tests that boot the image need, each with the words for where it is missing.
extension Trait where Self == ConditionTrait {
    static var needsImage: Self {
        .enabled(
            if: ImageUnderTest.isBuilt, "needs a built image: run unloop build, or name its folder in UNLOOP_IMAGE")
    }

    static func needs(_ firmware: Firmware) -> Self {
        let missing = LabRequirements.missing(for: firmware)
        return .enabled(if: missing.isEmpty, "needs \(missing.joined(separator: ", "))")
    }

    /// What makes broken disks and looks at them afterwards.
    static var needsDiskTools: Self {
        let programs = ["python3", "mkntfs", "ntfscp", "ntfscat", "mkfs.vfat", "fsck.vfat", "mcopy", "sfdisk"]
        let missing = LabRequirements.missingForNTFSListing() + programs.filter { !Shell.has($0) }
        return .enabled(if: missing.isEmpty, "needs \(missing.joined(separator: ", "))")
    }

    static var needsFixtures: Self { .enabled(if: Fixtures.folder != nil, Fixtures.missing) }
}
