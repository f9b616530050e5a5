import Diagnostics
import Foundation
import LinuxSystem
import RecoveryLog
import RepairEngine
import TestSupport
import Testing
import Vocabulary

@testable import MachineVolumes

/// What devices are taken for. Image files stand in for them.
@Suite struct MachineDevicesTests {
    private final class Events: RunRecorder {
        private(set) var list: [LogEvent] = []
        func record(_ event: LogEvent) { list.append(event) }
    }

    private static let access = VolumeAccess(
        mountFolder: "/nonexistent", registry: RegistryReader(program: "/bin/false", arguments: []))

    /// The volumes that come of one disk, and what the record says.
    private func classify(
        _ bytes: [UInt8], usb: Bool = false, as content: BlockContent? = nil
    ) throws -> (volumes: [MachineVolume], events: [LogEvent], devices: MachineDevices) {
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let events = Events()
            let devices = MachineDevices(
                marks: StickMarks(disk: nil, logPartition: nil, medium: nil),
                probes: content.map { known in DeviceProbes { _ in .success(known) } } ?? DeviceProbes(),
                recorder: events,
                access: Self.access)
            devices.classify(try imageDevice("sda", bytes, usb: usb, in: root))
            return (devices.takeVolumes(), events.list, devices)
        }
    }

    /// The boot sector of an NTFS volume of 1 MiB, and nothing behind it.
    private var ntfs: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        bytes.replaceSubrange(0..<11, with: [0xEB, 0x52, 0x90] + Array("NTFS    ".utf8))
        bytes.replaceSubrange(11..<14, with: [0x00, 0x02, 0x08])
        bytes.replaceSubrange(40..<42, with: [0xFF, 0x07])
        bytes[48] = 4
        bytes[56] = 8
        bytes[64] = 0xF6
        bytes.replaceSubrange(510..<512, with: [0x55, 0xAA])
        return bytes
    }

    @Test func whatAVolumeIsIsReadOnceAndCarriedAlong() throws {
        var known = BlockContent()
        (known.type, known.label) = ("ntfs", "Windows")
        let (volumes, events, devices) = try classify(ntfs, as: known)
        // The file is gone by now.
        let content = try #require(try volumes.first?.recognise())
        #expect(content == .ntfs(label: "Windows", dirty: nil, logVersion: nil, logClean: nil))
        #expect(volumes.first?.locked == nil)
        #expect(events.map(\.name) == ["disk"])
        #expect(devices.takeVolumes().isEmpty)
    }

    @Test func aDiskThatCannotBeReadHasAnOutcomeToo() throws {
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let disk = try imageDevice("sda", ntfs, in: root)
            let problem = LinuxError(.inputOutput, "a dying disk")
            let volume = MachineVolume.unreachable(disk, because: problem, access: Self.access)
            #expect(throws: LinuxError.self) { try volume.recognise() }
            #expect(throws: LinuxError.self) {
                try volume.withTree(for: .look, dirty: .refuse) { _, _ in }
            }
            #expect(volume.locked == nil && volume.reference.disk == "/dev/sda")
        }
    }

    @Test(arguments: [true, false]) func aFATVolumeOnAStickMayHoldStartupKeys(isOnStick: Bool) throws {
        var fat = BlockContent()
        fat.type = "vfat"
        let (volumes, _, devices) = try classify([UInt8](repeating: 0, count: 1 << 20), usb: isOnStick, as: fat)
        #expect(devices.foreignSticks.map(\.name) == (isOnStick ? ["sda"] : []))
        #expect(try volumes.first?.recognise() == .other("vfat"))
    }

    @Test func aPartOfAnArrayIsNoVolume() throws {
        var member = BlockContent()
        (member.type, member.usage) = ("isw_raid_member", "raid")
        let (volumes, events, devices) = try classify([UInt8](repeating: 0, count: 1 << 20), as: member)
        #expect(volumes.isEmpty && events.map(\.name) == ["disk", "note"])
        devices.reportMissingArrays()
        #expect(throws: LinuxError.self) { try devices.takeVolumes().first?.recognise() }
    }

    /// The end of a disk whose Intel metadata is the signature alone, or an array's.
    private func intelEnd(isSound: Bool) -> [UInt8] {
        var end = [UInt8](repeating: 0, count: 1024)
        end.replaceSubrange(0..<30, with: Array("Intel Raid ISM Cfg Sig. 1.0.00".utf8))
        guard isSound else { return end }
        end.replaceSubrange(0x24..<0x28, with: [0x08, 0x01, 0, 0])
        end[0x38] = 2
        var sum: UInt32 = 0
        for place in stride(from: 0, to: 0x108, by: 4) where place != 0x20 {
            for byte in 0..<4 { sum &+= UInt32(end[place + byte]) << UInt32(8 * byte) }
        }
        for byte in 0..<4 { end[0x20 + byte] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * byte)) }
        return end
    }

    /// What becomes of the NTFS partition of a disk with Intel's signature.
    private func volumes(
        ofMember bytes: [UInt8], beside others: Int, in root: String
    ) throws -> (volumes: [MachineVolume], notes: [String]) {
        var (member, part) = (BlockContent(), BlockContent())
        (member.type, member.usage) = ("isw_raid_member", "raid")
        (part.type, part.partitionType) = ("ntfs", "0x7")
        let events = Events()
        let devices = MachineDevices(
            marks: StickMarks(disk: nil, logPartition: nil, medium: nil),
            probes: DeviceProbes { .success($0.partition == nil ? member : part) }, recorder: events,
            access: Self.access, hasPartitions: { _ in true }, showPartition: { _, _, _ in })
        devices.classify(try imageDevice("sda", bytes, in: root))
        for number in 0..<others { devices.classify(try imageDevice("sd\(number)", bytes, in: root)) }
        let partition = try imageDevice("sda1", ntfs, partitionOf: "sda", in: root)
        devices.classify(partition)
        devices.reportMissingArrays()
        return (devices.takeVolumes(), events.list.map(\.name))
    }

    @Test func aSignatureWithoutMetadataMakesNoMember() throws {
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let (volumes, names) = try volumes(ofMember: ntfs + intelEnd(isSound: false), beside: 0, in: root)
            #expect(volumes.map(\.reference.device).count == 1 && names == ["disk", "note"])
            #expect(volumes.first?.whyNotWritten == nil)
        }
        // Where others bear it too, nobody knows which of them belong together.
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let (volumes, _) = try volumes(ofMember: ntfs + intelEnd(isSound: false), beside: 1, in: root)
            #expect(volumes.map(\.whyNotWritten?.code) == [.arrayMember])
        }
    }

    @Test func aMemberOfWhichNothingElseIsThereIsOnlyLookedAt() throws {
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let (volumes, _) = try volumes(ofMember: ntfs + intelEnd(isSound: true), beside: 0, in: root)
            #expect(volumes.map(\.whyNotWritten?.code) == [.arrayMember])
            #expect(throws: Never.self) { try volumes.first?.recognise() }
        }
        // Of several, none is looked at by itself.
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let (volumes, _) = try volumes(ofMember: ntfs + intelEnd(isSound: true), beside: 1, in: root)
            #expect(volumes.count == 2)
            for volume in volumes { #expect(throws: LinuxError.self) { try volume.recognise() } }
        }
    }

    @Test func aDriveThatHasLockedItselfHasAnOutcome() throws {
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let devices = MachineDevices(
                marks: StickMarks(disk: nil, logPartition: nil, medium: nil), probes: DeviceProbes(),
                recorder: Events(), access: Self.access, lockedReason: { _ in "the drive has locked itself" })
            devices.classify(try imageDevice("sda", ntfs, in: root))
            devices.classify(try imageDevice("sda1", ntfs, partitionOf: "sda", in: root))
            let volumes = devices.takeVolumes()
            #expect(volumes.map(\.reference.device.isEmpty) == [false])
            let error = #expect(throws: LinuxError.self) { try volumes.first?.recognise() }
            #expect(error?.code == .driveLocked && error?.message.contains("has locked itself") == true)
        }
    }

    @Test func aWriteProtectedDiskIsLookedAt() throws {
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let devices = MachineDevices(
                marks: StickMarks(disk: nil, logPartition: nil, medium: nil), probes: DeviceProbes(),
                recorder: Events(), access: Self.access)
            devices.classify(try imageDevice("sda", ntfs, isReadOnly: true, in: root))
            #expect(devices.takeVolumes().map(\.whyNotWritten?.code) == [.readOnly])
        }
    }

    @Test(arguments: ["ntfs": "NTFS", "exfat": "exFAT", "BitLocker": "encrypted with BitLocker", "": "unreadable"])
    func aLogPartitionThatWasFormattedAnewIsTold(type: String, name: String) throws {
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            var content = BlockContent()
            (content.type, content.partitionUUID) = (type.isEmpty ? nil : type, "guid-of-this-image")
            let devices = MachineDevices(
                marks: StickMarks(disk: nil, logPartition: "guid-of-this-image", medium: .stick),
                probes: DeviceProbes { _ in .success(content) }, recorder: Events(), access: Self.access)
            devices.classify(try imageDevice("sda", ntfs, usb: true, in: root))
            #expect(devices.foreignLogPartitions.map(\.format) == [name])
            #expect(devices.takeVolumes().isEmpty && devices.ownLogPartitions.isEmpty)
        }
    }

    /// What a device is probed for costs a dying disk's time limits each time.
    @Test func aDeviceIsProbedOnceAnAppearance() throws {
        try withTemporaryFolder { folder in
            let root = folder.resolvingSymlinksInPath().path
            let disk = try imageDevice("sda", ntfs, in: root)
            var count = 0
            let probes = DeviceProbes { _ in
                count += 1
                return .failure(LinuxError(.inputOutput, "a dying disk"))
            }
            #expect(!probes.isKnown(disk))
            for _ in 0..<3 { #expect(throws: LinuxError.self) { try probes.content(of: disk) } }
            #expect(count == 1 && probes.isKnown(disk))
            probes.keep(only: [])
            #expect(throws: LinuxError.self) { try probes.content(of: disk) }
            #expect(count == 2)
        }
    }
}
