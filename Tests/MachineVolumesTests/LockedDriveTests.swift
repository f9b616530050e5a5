import Testing

@testable import MachineVolumes

@Suite("Drives that lock themselves") struct LockedDriveTests {
    private static let size: UInt64 = 64 << 30
    private static let shadow: UInt64 = 32 << 20

    @Test(
        arguments: [
            (0x00, false), (0x07, false), (0x0F, true), (0x17, true), (0x37, false), (0x3F, true), (0x10, true),
        ] as [(UInt32, Bool)])
    func theDriveIsAsked(flags: UInt32, isLocked: Bool) {
        #expect(LockedDrive.isLocked(flags) == isLocked)
    }

    @Test func aSmallTableOnADiskThatCannotBeReadIsTold() {
        var asked: [UInt64] = []
        let reason = LockedDrive.reason(size: Self.size, end: Self.shadow) { place in
            asked.append(place)
            return false
        }
        #expect(reason?.contains("take up 32 MiB of 65536") == true && asked == [32 << 30, 48 << 30])
    }

    /// A new disk with room, a whole one, a small one.
    @Test func aDiskThatCanBeReadOrIsInUseIsNot() {
        #expect(LockedDrive.reason(size: Self.size, end: Self.shadow) { _ in true } == nil)
        #expect(LockedDrive.reason(size: Self.size, end: Self.shadow) { $0 > 40 << 30 } == nil)
        #expect(LockedDrive.reason(size: Self.size, end: Self.size - 1) { _ in false } == nil)
        #expect(LockedDrive.reason(size: 1 << 30, end: 1 << 20) { _ in false } == nil)
    }
}
