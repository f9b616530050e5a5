import Foundation
import NTFSReader
import TestSupport
import Testing

/// A disk image that Windows or another driver made, from where a volume begins in it.
private struct ImageFile: VolumeBytes {
    private let handle: FileHandle
    private let start: UInt64
    let size: Int64

    init(_ path: String, start: UInt64) throws {
        handle = try #require(FileHandle(forReadingAtPath: path))
        self.start = start
        size = Int64(try handle.seekToEnd() - start)
    }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        try handle.seek(toOffset: start + UInt64(offset))
        return Array(try handle.read(upToCount: count) ?? Data())
    }
}

/// A volume in a fixture.
struct FixtureVolume: Sendable, CustomTestStringConvertible {
    let archive: String
    let file: String
    var start: UInt64 = 0
    var testDescription: String { "\(archive) \(file)" }

    static let all = [
        FixtureVolume(archive: "dfvfs/ntfs.raw.zst", file: "ntfs.raw"),
        FixtureVolume(archive: "dfvfs/vss.raw.zst", file: "vss.raw"),
        FixtureVolume(archive: "ntfs-samples/ntfs-2m.raw.gz", file: "ntfs-2m.raw", start: 65_536),
        FixtureVolume(archive: "ntfs-samples/ntfs-lastaccess.raw.gz", file: "ntfs-lastaccess.raw", start: 65_536),
        FixtureVolume(archive: "ntfs-samples/ntfs-ptrn.raw.gz", file: "ntfs-ptrn.raw", start: 65_536),
        FixtureVolume(archive: "ntfs-samples/ntfs-ramslack.raw.gz", file: "ntfs-ramslack.raw", start: 65_536),
        FixtureVolume(archive: "ntfs-samples/ntfs-si-vs-fn.raw.gz", file: "ntfs-si-vs-fn.raw", start: 65_536),
        FixtureVolume(archive: "ntfs-samples/ntfs.tgz", file: "ntfs.raw", start: 1 << 20),
        FixtureVolume(archive: "dfir_ntfs/ntfs3.raw.gz", file: "ntfs3.raw"),
        FixtureVolume(archive: "dfir_ntfs/ntfs3_attrlist.raw.gz", file: "ntfs3_attrlist.raw"),
        FixtureVolume(archive: "dfir_ntfs/ntfs_index.raw.gz", file: "ntfs_index.raw", start: 65_536),
        FixtureVolume(archive: "dfir_ntfs/vss_1_vol.tar.gz", file: "vss_1_vol.raw", start: 34_603_008),
        FixtureVolume(archive: "colinfinck-ntfs/testfs1.xz", file: "testfs1"),
        FixtureVolume(archive: "go-ntfs/charlie.dd.bz2", file: "charlie.dd"),
        FixtureVolume(archive: "ntfs-forensic/SampleTinyNtfsVolume.zip", file: "SampleTinyNtfsVolume/partition.dd"),
        FixtureVolume(archive: "libldm/ldm-data.tar.xz", file: "ldm-2008r2-mirrored-1.img", start: 65_536),
        FixtureVolume(archive: "libldm/ldm-data.tar.xz", file: "ldm-2008r2-mirrored-2.img", start: 33_619_968),
        FixtureVolume(archive: "libldm/ldm-data.tar.xz", file: "ldm-2003r2-simple-1.img", start: 32_256),
    ]
}

private let hasDissect = (try? Shell.run("python3", "-c", "import dissect.ntfs")) != nil

@Suite("Held against other readers", .serialized, .enabled(if: Fixtures.folder != nil, Fixtures.missing))
struct InteropTests {
    /// Every name of every folder: its folder's record, its own, and the name in UTF-16.
    ///
    /// A third implementation, independent of ntfs-3g and the kernel, reads it by the indexes.
    private static let script = """
        import sys
        from dissect.ntfs import NTFS
        from dissect.ntfs.util import segment_reference
        image = open(sys.argv[1], "rb")
        start = int(sys.argv[2])
        class Part:
            def __init__(self): self.place = 0
            def seek(self, offset, whence=0):
                self.place = offset if whence == 0 else self.place + offset
            def tell(self): return self.place
            def read(self, count=-1):
                image.seek(start + self.place)
                data = image.read(count)
                self.place += len(data)
                return data
        volume = NTFS(Part())
        waiting, seen = [5], set()
        while waiting:
            number = waiting.pop()
            if number in seen: continue
            seen.add(number)
            for entry in volume.mft.get(number).iterdir(dereference=False, ignore_dos=False):
                record = segment_reference(entry.header.FileReference)
                name = entry.attribute.file_name
                print(number, record, name.encode("utf-16-le", "surrogatepass").hex())
                child = volume.mft.get(record)
                if child.is_dir() and not child.is_reparse_point(): waiting.append(record)
        """

    @Test(
        "Indexes, file records and a third implementation agree",
        .enabled(if: hasDissect, "needs Python's dissect.ntfs; scripts/test installs it"), arguments: FixtureVolume.all)
    func everyFixture(volume: FixtureVolume) throws {
        try Fixtures.unpacked(volume.archive) { folder in
            let path = folder.appendingPathComponent(volume.file).path
            let reader = try NTFSVolumeReader(ImageFile(path, start: volume.start), named: volume.file)
            #expect(reader.faults.isEmpty && reader.bootOrigin == .first)
            let listings = reader.everyFolder()
            for listing in listings { #expect(listing.isComplete, "\(listing.faults)") }
            let scan = reader.scan(comparing: listings)
            #expect(scan.isComplete, "\(scan.faults)")
            // A driver lost test/1.txt: nothing lists it, and record 28 bears the name.
            #expect(scan.disagreements.map(\.name.text) == (volume.file == "ntfs3.raw" ? ["1.txt"] : []))

            let own = Set(listings.flatMap(lines))
            let told = try Shell.run("python3", "-c", Self.script, path, "\(volume.start)")
            let theirs = Set(told.split(separator: "\n").map(String.init))
            #expect(own == theirs, "\(own.symmetricDifference(theirs).sorted().prefix(10))")
            #expect(own.count > 10)
        }
    }

    @Test(
        "ntfs-3g lists the same names", .enabled(if: Shell.has("ntfsls"), "needs ntfsls (ntfs-3g)"),
        // ntfs-3g's tools take no offset.
        arguments: FixtureVolume.all.filter { $0.start == 0 })
    func driver(volume: FixtureVolume) throws {
        try Fixtures.unpacked(volume.archive) { folder in
            let path = folder.appendingPathComponent(volume.file).path
            let listings = try NTFSVolumeReader(ImageFile(path, start: 0), named: volume.file).everyFolder()
            #expect(!listings.isEmpty)
            for listing in listings.prefix(20) {
                // Its warnings about the kinds of the files in $Extend would stand among the names.
                let shown = try Shell.run(
                    "sh", "-c", #"exec ntfsls -a -s -p "$1" "$2" 2>/dev/null"#, "sh",
                    "/" + listing.path.joined(separator: "/"), path)
                let theirs = shown.split(separator: "\n").map(String.init).filter { $0 != "." && $0 != ".." }
                let own = listing.entries.filter { $0.namespace != .dos && $0.name.text != "." }.map(\.name.text)
                #expect(own.sorted() == theirs.sorted(), "\(listing.path)")
            }
        }
    }

    /// A listing as the script prints it.
    private func lines(_ listing: FolderListing) -> [String] {
        listing.entries.map { entry in
            let name = entry.name.units.map { String(format: "%02x%02x", $0 & 255, $0 >> 8) }.joined()
            return "\(listing.reference.number) \(entry.reference.number) \(name)"
        }
    }

    @Test("A spanned volume of which one half is there")
    func spanned() throws {
        try Fixtures.unpacked("libldm/ldm-data.tar.xz") { folder in
            let path = folder.appendingPathComponent("ldm-2003r2-spanned-2.img").path
            let reader = try NTFSVolumeReader(ImageFile(path, start: 32_256), named: "spanned")
            #expect(reader.missingBytes == 46_169_088)
            #expect(reader.folder(at: ["Windows"]).word == "unknown")
        }
    }
}
