import Glibc
import LinuxSystem
import MachineVolumes
import TestSupport
import Testing
import Vocabulary

@testable import RescueAgent

@Suite struct StickFinderTests {
    /// Devices of a tree that looks like /sys: a name, how it is connected, and the number of its appearance.
    private func device(_ name: String, usb: Bool = true, appearance: Int = 1, in root: String) throws -> BlockDevice {
        let bus = usb ? "usb1/1-1/host0" : "ata1/host0"
        let folder = "devices/pci0000:00/\(appearance)/\(bus)/block/\(name)"
        try makeFile("\(root)/\(folder)/size", "2048\n")
        try makeFile("\(root)/\(folder)/dev", "8:1\n")
        try makeFile("\(root)/\(folder)/diskseq", "\(appearance)\n")
        try makeFile("\(root)/\(folder)/removable", "\(usb ? 1 : 0)\n")
        try? Mount.makeDirectory("\(root)/class/block")
        unlink("\(root)/class/block/\(name)")
        symlink("../../\(folder)", "\(root)/class/block/\(name)")
        return try #require(BlockDevice(name: name, sysfs: root))
    }

    private func marks(_ medium: BootMedium?) -> StickMarks {
        StickMarks(disk: nil, logPartition: "guid-of-this-image", medium: medium)
    }

    /// A finder where these devices are there with these contents.
    private func finder(
        _ medium: BootMedium?, _ present: @escaping () -> [(device: BlockDevice, content: BlockContent)]
    ) -> StickFinder {
        let probes = DeviceProbes { device in
            .success(present().first { $0.device == device }?.content ?? BlockContent())
        }
        return StickFinder(marks: marks(medium), probes: probes) { present().map(\.device) }
    }

    private func content(
        _ type: String? = "vfat", label: String? = "UNLOOP-LOG", guid: String? = nil, name: String? = nil
    ) -> BlockContent {
        var content = BlockContent()
        content.type = type
        content.label = label
        content.partitionUUID = guid
        content.partitionName = name
        return content
    }

    @Test func aDiskOfTheMachineIsNeverALogPartition() throws {
        try withScratch { root throws in
            let disk = try device("sda", usb: false, in: root)
            for medium in [BootMedium.stick, .network, .optical, nil] {
                let labelled = content(name: "UNLOOP-LOG")
                #expect(marks(medium).standing(of: disk, labelled) == .none)
                #expect(finder(medium) { [(disk, labelled)] }.next(.all) == nil)
            }
        }
    }

    /// The disks of a machine that is not started may hold a stick of the same image.
    @Test func whereOnePartitionIsNamedNoOtherTakesTheRecord() throws {
        try withScratch { root throws in
            let marks = StickMarks(onlyLogPartition: "guid-of-this-run")
            for usb in [true, false] {
                let disk = try device("sda", usb: usb, in: root)
                let others = [content(name: "UNLOOP-LOG"), content(guid: "guid-of-this-image", name: "UNLOOP-LOG")]
                for other in others { #expect(marks.standing(of: disk, other) == .none) }
                #expect(marks.standing(of: disk, content(label: nil, guid: "guid-of-this-run")) == .own)
            }
        }
    }

    @Test func onlyFATIsALogPartition() throws {
        try withScratch { root throws in
            let stick = try device("sda", in: root)
            for type in ["ntfs", "exfat", "BitLocker", nil] {
                let own = content(type, guid: "guid-of-this-image")
                #expect(marks(.network).standing(of: stick, own) == .none)
            }
        }
    }

    @Test func aLabelAloneDoesOnlyWhereTheMachineWasNotStartedFromAStick() throws {
        try withScratch { root throws in
            let stick = try device("sda", in: root)
            for (medium, standing) in [
                (BootMedium.stick, StickMarks.Standing.none), (.network, .labelled), (nil, .labelled),
            ] {
                let marks = marks(medium)
                #expect(marks.standing(of: stick, content()) == standing)
                #expect(marks.standing(of: stick, content(name: "UNLOOP-LOG")) == .labelled)
                #expect(marks.standing(of: stick, content(label: "PHOTOS", name: "UNLOOP-LOG")) == .none)
            }
        }
    }

    @Test func ownPartitionsComeFirstAndEachIsTriedOnceAnAppearance() throws {
        try withScratch { root throws in
            let other = (device: try device("sda", in: root), content: content())
            let own = (
                device: try device("sdb", appearance: 2, in: root),
                content: content(label: nil, guid: "guid-of-this-image")
            )
            var present = [other, own]
            let finder = finder(.network) { present }
            #expect(finder.next(.own) == own.device)
            #expect(finder.next(.own) == nil)
            #expect(finder.next(.all) == other.device)
            #expect(finder.next(.all) == nil)

            // Pulled and put back under the same name.
            let again = (
                device: try device("sdb", appearance: 3, in: root), content: content(guid: "guid-of-this-image")
            )
            present = [other, again]
            #expect(finder.next(.all) == again.device)
            #expect(finder.next(.all) == nil)
            finder.forgetFailures()
            #expect(finder.next(.all) == again.device)
        }
    }
}
