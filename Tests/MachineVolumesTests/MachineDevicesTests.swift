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
