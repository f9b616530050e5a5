import DiskFormats
import Foundation
import LinuxSystem
import RecoveryLog
import RepairEngine
import TestSupport
import Testing
import Vocabulary

@testable import MachineVolumes

/// Disks whose GUID partition table has a damaged copy, made by sfdisk: Windows starts from them, Linux shows no partitions.
@Suite("Damaged partition tables", .enabled(if: Shell.has("sfdisk"), "needs sfdisk (fdisk)"))
struct DamagedPartitionTableTests {
    private static let sectors = 16_384
    private static let first = UInt64(2048 * 512)..<UInt64(6144 * 512)
    private static let second = UInt64(8192 * 512)..<UInt64(12_288 * 512)

    private static func make(_ partitions: String = "start=2048,size=4096\nstart=8192,size=4096\n") throws -> [UInt8] {
        try withTemporaryFolder { folder in
            let (image, script) = ("\(folder.path)/disk", "\(folder.path)/script")
            try Data(count: sectors * 512).write(to: URL(filePath: image))
            try Data("label: gpt\n\(partitions)".utf8).write(to: URL(filePath: script))
            try Shell.run(["sh", "-c", "sfdisk -q --no-reread --no-tell-kernel '\(image)' < '\(script)'"])
            return try Array(Data(contentsOf: URL(filePath: image)))
        }
    }

    enum Damage: String, CaseIterable {
        case header, headerZeroed, entries, firstSectors, protectiveRecord, protectiveEntry, backup

        /// Whether Linux, which goes by a sound first copy and a protective record, shows partitions.
        var isSeenByLinux: Bool { self == .backup }

        func apply(_ disk: inout [UInt8]) {
            func zero(_ range: Range<Int>) { for place in range { disk[place] = 0 } }
            switch self {
            case .header: disk[512 + 60] ^= 1
            case .headerZeroed: zero(512..<1024)
            case .entries: disk[1024 + 200] ^= 1
            case .firstSectors: zero(0..<34 * 512)
            case .protectiveRecord: zero(0..<512)
            case .protectiveEntry: zero(446..<510)
            case .backup: zero(disk.count - 512..<disk.count)
            }
        }
    }

    /// What is done about a disk, as Linux shows partitions of it or not.
    private func classify(_ bytes: [UInt8], isSeenByLinux: Bool = false) throws -> (
        shown: [Range<UInt64>], volumes: [MachineVolume], notes: [String]
    ) {
        try withTemporaryFolder { folder in
            let disk = try imageDevice("sda", bytes, in: folder.resolvingSymlinksInPath().path)
            var shown: [Range<UInt64>] = []
            let events = EventList()
            let devices = MachineDevices(
                marks: StickMarks(disk: nil, logPartition: nil, medium: nil), probes: DeviceProbes(), recorder: events,
                access: VolumeAccess(
                    mountFolder: "/nonexistent", registry: RegistryReader(program: "/bin/false", arguments: [])),
                hasPartitions: { _ in isSeenByLinux }, showPartition: { shown.append($2) })
            devices.classify(disk)
            return (shown, devices.takeVolumes(), events.notes)
        }
    }

    @Test(arguments: Damage.allCases) func oneSoundCopyIsEnough(damage: Damage) throws {
        var disk = try Self.make()
        damage.apply(&disk)
        let found = try classify(disk, isSeenByLinux: damage.isSeenByLinux)
        #expect(found.shown == (damage.isSeenByLinux ? [] : [Self.first, Self.second]))
        #expect(found.volumes.isEmpty)
        #expect(found.notes == (damage.isSeenByLinux ? [] : [NoteCode.partitionTable.rawValue]))
    }

    @Test(arguments: Damage.allCases.filter { $0 != .backup && $0 != .protectiveRecord && $0 != .protectiveEntry })
    func withoutASoundCopyTheDiskHasAnOutcome(damage: Damage) throws {
        var disk = try Self.make()
        damage.apply(&disk)
        // The record of the second copy, not its place, so that there is something to see.
        disk[disk.count - 512 + 60] ^= 1
        let found = try classify(disk)
        #expect(found.shown.isEmpty && found.volumes.count == 1)
        #expect(throws: LinuxError.self) { try found.volumes[0].recognise() }
    }

    @Test func partitionsOfARecordOfTheOldKindComeFirst() throws {
        var disk = try Self.make()
        disk[446 + 4] = 0x07
        #expect(try classify(disk, isSeenByLinux: true).shown.isEmpty)
        #expect(try classify(disk).shown.isEmpty)
    }

    /// A sound checksum over what no partition table may say.
    @Test func partitionsThatOverlapAreNotShown() throws {
        var disk = try Self.make()
        disk[512 + 60] ^= 1
        let entries = disk.count - 33 * 512
        disk[entries + 128 + 32] = 0
        disk[entries + 128 + 33] = 0x10  // the second begins at sector 4096, within the first
        let header = disk.count - 512
        setLittle(CRC32.of(disk[entries..<entries + 128 * 128]), at: header + 88, in: &disk)
        setLittle(0, at: header + 16, in: &disk)
        setLittle(CRC32.of(disk[header..<header + 92]), at: header + 16, in: &disk)
        let found = try classify(disk)
        #expect(found.shown.isEmpty && found.volumes.count == 1)
    }

    /// A part of an array, or a disk that a bridge made shorter: its table speaks of another disk.
    @Test func aTableOfALargerDiskIsNotUsed() throws {
        var disk = try Self.make()
        disk.removeLast(disk.count / 8)
        let found = try classify(disk)
        #expect(found.shown.isEmpty && found.volumes.count == 1)
        #expect(throws: LinuxError.self) { try found.volumes[0].recognise() }
    }

    @Test func aDiskThatWasOnlyInitialisedIsNoDamagedOne() throws {
        let found = try classify(Self.make(""))
        #expect(found.shown.isEmpty && found.volumes.isEmpty && found.notes.isEmpty)
    }

    @Test func aBlankDiskIsNoDamagedOne() throws {
        let found = try classify([UInt8](repeating: 0, count: Self.sectors * 512))
        #expect(found.shown.isEmpty && found.notes.isEmpty)
        #expect(try found.volumes.map { try $0.recognise() } == [.other("unknown")])
    }

    private func setLittle(_ number: UInt32, at place: Int, in disk: inout [UInt8]) {
        for byte in 0..<4 { disk[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
    }
}

/// Keeps the codes of the notes.
private final class EventList: RunRecorder {
    private(set) var notes: [String] = []

    func record(_ event: LogEvent) {
        if case .note(let note) = event { notes.append(note.code) }
    }
}
