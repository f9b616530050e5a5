import Glibc
import LinuxSystem
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

    private func finder(_ medium: BootMedium?, _ devices: @escaping () -> [BlockDevice]) -> StickFinder {
        var image = ImageInfo()
        image.logPartition = "guid-of-this-image"
        return StickFinder(image: image, medium: medium, devices: devices)
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
                let finder = finder(medium) { [disk] }
                #expect(finder.standing(of: disk, content(name: "UNLOOP-LOG")) == .none)
                #expect(finder.next(withLabelled: true) == nil)
            }
        }
    }

    @Test func whatIsNoFATIsNoLogPartition() throws {
        try withScratch { root throws in
            let stick = try device("sda", in: root)
            let finder = finder(.network) { [stick] }
            for type in ["ntfs", "exfat", "BitLocker", nil] {
                #expect(finder.standing(of: stick, content(type, guid: "guid-of-this-image")) == .none)
            }
        }
    }

    @Test func aLabelAloneDoesOnlyWhereTheMachineWasNotStartedFromAStick() throws {
        try withScratch { root throws in
            let stick = try device("sda", in: root)
            for (medium, standing) in [
                (BootMedium.stick, StickFinder.Standing.none), (.network, .labelled), (nil, .labelled),
            ] {
                let finder = finder(medium) { [stick] }
                #expect(finder.standing(of: stick, content()) == standing)
                #expect(finder.standing(of: stick, content(name: "UNLOOP-LOG")) == .labelled)
                #expect(finder.standing(of: stick, content(label: "PHOTOS", name: "UNLOOP-LOG")) == .none)
            }
        }
    }

    @Test func ownPartitionsComeFirstAndEachIsTriedOnceAnAppearance() throws {
        try withScratch { root throws in
            let other = try device("sda", in: root)
            let own = try device("sdb", appearance: 2, in: root)
            var present = [other, own]
            let finder = finder(.network) { present }
            #expect(finder.standing(of: other, content()) == .labelled)
            #expect(finder.standing(of: own, content(label: nil, guid: "guid-of-this-image")) == .own)
            #expect(finder.next(withLabelled: false) == own)
            #expect(finder.next(withLabelled: false) == nil)
            #expect(finder.next(withLabelled: true) == other)
            #expect(finder.next(withLabelled: true) == nil)

            // Pulled and put back under the same name.
            let again = try device("sdb", appearance: 3, in: root)
            present = [other, again]
            #expect(finder.standing(of: again, content(guid: "guid-of-this-image")) == .own)
            #expect(finder.next(withLabelled: true) == again)
            #expect(finder.next(withLabelled: true) == nil)
            finder.forgetFailures()
            #expect(finder.next(withLabelled: true) == again)
        }
    }
}
