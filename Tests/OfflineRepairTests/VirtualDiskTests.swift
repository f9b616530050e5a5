import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import DiskFormats
@testable import OfflineRepair

@Suite("Virtual disks", .enabled(if: SampleDisk.tools, "needs qemu-utils and util-linux"))
struct VirtualDiskTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func read(_ path: String) throws -> VirtualDisk {
        try VirtualDisk.read(FileBytes(path), name: (path as NSString).lastPathComponent)
    }

    private func expect(
        _ code: VirtualDiskError.Code, _ path: String, saying words: String, location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: VirtualDiskError.self, sourceLocation: location) { try read(path) }
        #expect(error?.code == code, "\(String(describing: error))", sourceLocation: location)
        #expect(error?.message.contains(words) == true, "\(String(describing: error))", sourceLocation: location)
        #expect(
            error?.message.hasPrefix((path as NSString).lastPathComponent) == true, "the object stands first",
            sourceLocation: location)
    }

    private func create(_ name: String, _ words: String...) throws -> String {
        let path = folder(name)
        try Shell.run(["qemu-img", "create", "-q"] + words.dropLast() + [path] + words.suffix(1))
        return path
    }

    private func change(_ path: String, _ body: (inout Data) -> Void) throws {
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        body(&data)
        try data.write(to: URL(fileURLWithPath: path))
    }

    @Test("Each container is known by its own structures, with its size", arguments: SampleDisk.allCases)
    func known(_ sample: SampleDisk) throws {
        let disk = try read(sample.make(in: folder))
        let format: VirtualDiskFormat =
            switch sample {
            case .raw: .raw
            case .fixedVHD, .dynamicVHD: .vhd
            case .vhdx: .vhdx
            case .sparseVMDK, .flatVMDK: .vmdk
            case .qcow2: .qcow2
            case .vdi: .vdi
            }
        #expect(disk.format == format && disk.size == SampleDisk.size && disk.sectorSize == 512)
        switch sample {
        case .raw, .fixedVHD: #expect(disk.layout == .flat)
        case .flatVMDK: #expect(disk.layout == .flatFile("disk-flat.vmdk"))
        case .dynamicVHD, .vhdx, .sparseVMDK, .qcow2, .vdi: #expect(disk.layout == .blocks)
        }
    }

    /// Disk type and checksum of a footer, in both of its places.
    private func setFooter(_ path: String, type: UInt8? = nil, savedState: UInt8 = 0) throws {
        try change(path) { data in
            let places = data.prefix(8) == Data("conectix".utf8) ? [0, data.count - 512] : [data.count - 512]
            for place in places {
                if let type { data[place + 63] = type }
                data[place + 84] = savedState
                data.replaceSubrange(place + 64..<place + 68, with: [0, 0, 0, 0])
                let sum = HardDiskFooter.checksum([UInt8](data[place..<place + 512])[...])
                data.replaceSubrange(
                    place + 64..<place + 68, with: (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) })
            }
        }
    }

    @Test("A differencing VHD, which QEMU would open alone, is refused")
    func differencingVHD() throws {
        let path = try SampleDisk.dynamicVHD.make(in: folder)
        try setFooter(path, type: 4)
        expect(.hasParent, path, saying: "merge them with the parent")
    }

    @Test("A VHD whose machine was suspended is refused")
    func savedVHD() throws {
        for sample in [SampleDisk.fixedVHD, .dynamicVHD] {
            let path = try sample.make(in: folder, name: "\(sample)")
            try setFooter(path, savedState: 1)
            expect(.savedState, path, saying: "resume it and shut it down")
        }
    }

    @Test("Damaged and cut VHDs are refused")
    func damagedVHD() throws {
        let path = try SampleDisk.fixedVHD.make(in: folder)
        try change(path) { $0[$0.count - 400] ^= 1 }
        expect(.damaged, path, saying: "footer is damaged")
        let cut = try SampleDisk.dynamicVHD.make(in: folder, name: "cut")
        try change(cut) { $0.removeLast(512) }
        expect(.damaged, cut, saying: "footer is missing")
        let short = try SampleDisk.fixedVHD.make(in: folder, name: "short")
        try change(short) { $0.removeSubrange(4096..<8192) }
        expect(.damaged, short, saying: "size is not that of its file")
    }

    /// Its geometry is smaller than the disk: who believes it loses the end.
    @Test("A VHD has the size of its footer, not of its geometry")
    func geometry() throws {
        let path = try create("odd.vhd", "-f", "vpc", "-o", "subformat=dynamic,force_size=on", "10000384")
        #expect(try read(path).size == 10_000_384)
        let work = try ApplianceFolder()
        let disk = try OfflineDisk(path)
        let overlay = try Overlay(of: disk, at: work("overlay"), in: work)
        let guest = try NetworkBlockStore(overlay.guest, isReadOnly: true, folder: work.path, name: path)
        #expect(guest.size == 10_000_384)
        try guest.close()
    }

    @Test("VHDX: checkpoints, and sectors of 4 KiB")
    func vhdx() throws {
        let path = try SampleDisk.vhdx.make(in: folder)
        let sectorSize: [UInt8] = [
            0x1D, 0xBF, 0x41, 0x81, 0x6F, 0xA9, 0x09, 0x47, 0xBA, 0x47, 0xF2, 0x33, 0xA8, 0xFA, 0xAB, 0x5F,
        ]
        let parameters: [UInt8] = [
            0x37, 0x67, 0xA1, 0xCA, 0x36, 0xFA, 0x43, 0x4D, 0xB3, 0xB6, 0x33, 0xF0, 0xAA, 0x44, 0xE7, 0x6B,
        ]
        func item(_ data: Data, _ identifier: [UInt8]) -> Int? {
            guard let table = data.range(of: Data("metadata".utf8))?.lowerBound,
                let entry = data.range(of: Data(identifier), in: table..<table + 65_536)?.lowerBound
            else { return nil }
            return table + Int(data[entry + 16]) + Int(data[entry + 17]) << 8 + Int(data[entry + 18]) << 16
        }
        let large = folder("large.vhdx")
        try FileManager.default.copyItem(atPath: path, toPath: large)
        try change(large) { data in if let place = item(data, sectorSize) { data[place] = 0; data[place + 1] = 0x10 } }
        expect(.sectorSize, large, saying: "attach it to a helper")
        let child = folder("child.avhdx")
        try FileManager.default.copyItem(atPath: path, toPath: child)
        try change(child) { data in if let place = item(data, parameters) { data[place + 4] |= 2 } }
        expect(.hasParent, child, saying: "have Hyper-V merge it")
        try change(path) { $0.replaceSubrange(192 << 10..<320 << 10, with: Data(count: 128 << 10)) }
        expect(.damaged, path, saying: "metadata cannot be read")
    }

    @Test("VMDK: compressed, split, and descriptions that lead elsewhere")
    func vmdk() throws {
        let stream = try create("stream.vmdk", "-f", "vmdk", "-o", "subformat=streamOptimized", "8M")
        expect(.compressed, stream, saying: "qemu-img convert")
        let split = try create("split.vmdk", "-f", "vmdk", "-o", "subformat=twoGbMaxExtentFlat", "4G")
        expect(.externalData, split, saying: "split into several files")
        for name in ["../other.raw", "/etc/passwd", "a\\\\b", ".."] {
            let text =
                "# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\ncreateType=\"monolithicFlat\"\nRW 100 FLAT \"\(name)\" 0\n"
            let path = try folder.write("elsewhere.vmdk", text)
            expect(.damaged, path, saying: "another folder")
        }
        let flat = "# Disk DescriptorFile\nCID=1\nparentCID=ffffffff\ncreateType=\"monolithicFlat\"\n"
        for (extra, code, words) in [
            ("# parentCID=12345678\n", VirtualDiskError.Code.hasParent, "merge"),
            ("parentCID=ffffffff\n", .hasParent, "merge"), ("parentFileNameHint=\"b.vmdk\"\n", .hasParent, "merge"),
            ("#PARENTFILENAMEHINT=b\n", .hasParent, "merge"), ("CID=2\n", .damaged, "several ways"),
            ("\tRW 1 FLAT \"b.vmdk\" 0\n", .damaged, "several ways"),
        ] {
            let text = flat + extra + "RW 16 FLAT \"a.vmdk\" 0\n"
            expect(code, try folder.write("odd.vmdk", text), saying: words)
        }
        let raw = flat + "RW 16 FLAT \"web02.raw\" 0\n"
        expect(.damaged, try folder.write("raw.vmdk", raw), saying: "not a VMDK extent")
        let sparse = try SampleDisk.sparseVMDK.make(in: folder, name: "sparse")
        try change(sparse) { data in
            // In the description that lies within, ahead of what it says itself.
            let old = Data("# Disk DescriptorFile\nversion=1\n".utf8)
            if let place = data.range(of: old) {
                data.replaceSubrange(place, with: Data("#parentCID=1\nparentFileNameHint=".utf8.prefix(old.count)))
            }
        }
        expect(.hasParent, sparse, saying: "merge")
        let linked = try SampleDisk.flatVMDK.make(in: folder, name: "linked")
        try FileManager.default.moveItem(atPath: folder("linked-flat.vmdk"), toPath: folder("target.raw"))
        try FileManager.default.createSymbolicLink(
            atPath: folder("linked-flat.vmdk"), withDestinationPath: folder("target.raw"))
        #expect(throws: OfflineRepairError.self) { try OfflineDisk(linked) }
    }

    @Test("qcow2: snapshots, data files, encryption, and files that were not closed")
    func qcow2() throws {
        let path = try SampleDisk.qcow2.make(in: folder)
        try Shell.run(["qemu-img", "snapshot", "-c", "before", path])
        expect(.hasSnapshots, path, saying: "qemu-img snapshot -d")
        let apart = try create(
            "apart.qcow2", "-f", "qcow2", "-o", "data_file=\(folder("data.raw")),data_file_raw=on", "8M")
        expect(.externalData, apart, saying: "another file")
        let dirty = try create("dirty.qcow2", "-f", "qcow2", "8M")
        try change(dirty) { $0[79] |= 1 }
        expect(.damaged, dirty, saying: "not closed")
        try change(dirty) {
            $0[79] = 0; $0[35] = 2
        }
        expect(.encrypted, dirty, saying: "decrypt it")
        try change(dirty) {
            $0[35] = 0; $0[75] = 1
        }
        expect(.damaged, dirty, saying: "features")
    }

    @Test("VDI with a parent")
    func vdi() throws {
        let path = try SampleDisk.vdi.make(in: folder)
        try change(path) { $0[440] = 1 }
        expect(.hasParent, path, saying: "delete the machine's snapshots")
    }

    @Test("Raw disks: with sectors of 4 KiB, and files that are none")
    func raw() throws {
        var large = Data(count: 1 << 20)
        large.replaceSubrange(4096..<4104, with: Data("EFI PART".utf8))
        let path = try folder.write("large.raw", large)
        #expect(try read(path).sectorSize == 4096)
        expect(.unknownFormat, try folder.write("text.raw", Data(count: 1 << 20)), saying: "unpacked")
        expect(.unknownFormat, try folder.write("empty.raw", Data()), saying: "unpacked")
        large.append(1)
        expect(.damaged, try folder.write("odd.raw", large), saying: "whole sectors")
    }

    /// A guest can write what it wants to the start of its raw disk.
    @Test("A name that says another format than the content is not believed")
    func ambiguous() throws {
        let path = try SampleDisk.qcow2.make(in: folder)
        let other = folder("disk.raw")
        try FileManager.default.copyItem(atPath: path, toPath: other)
        expect(.ambiguousFormat, other, saying: "right name")
        // Nor does a name that says nothing make a container of it.
        for sample in SampleDisk.allCases where sample != .raw {
            let plain = folder("\(sample).img")
            try FileManager.default.copyItem(atPath: sample.make(in: folder, name: "\(sample)"), toPath: plain)
            expect(.ambiguousFormat, plain, saying: "right name")
        }
        let words = "# Disk DescriptorFile\nparentCID=ffffffff\nRW 2048 FLAT \"web02-flat.vmdk\" 0\n"
        var guest = Data(words.utf8) + Data(count: 510 - words.utf8.count) + Data([0x55, 0xAA])
        guest.append(Data(count: 1 << 20))
        expect(.ambiguousFormat, try folder.write("web01.img", guest), saying: "right name")
    }
}
