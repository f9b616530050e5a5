import Glibc
import LinuxMachine
import LinuxSystem
import TestSupport
import Testing

@Suite struct FileNameTests {
    @Test(arguments: [
        ("C-00000291-x.SYS", "c-00000291-X.sys", true),
        ("Größe", "GRÖSSE", false),  // ß has no single upper-case letter in NTFS
        ("größe", "GRÖßE", true),
        ("ДРАЙВЕР", "драйвер", true),
        ("ı", "I", false),
        ("ſ", "S", false),
        ("a", "ab", false),
        ("é", "e\u{301}", false),  // NTFS does not normalize
    ])
    func comparesAsNTFSDoes(_ left: String, _ right: String, _ isSame: Bool) {
        #expect(FileName(left).equalsIgnoringCase(FileName(right)) == isSame)
    }

    @Test func keepsNamesThatAreNotUTF8() {
        let name = FileName(bytes: [0x61, 0xFF, 0x62])
        #expect(!name.isExact)
        #expect(name.text == "a\u{FFFD}b")
        #expect(name.caseFolded == [0x61, 0xFF, 0x62])
        #expect(name != FileName(name.text))
        #expect(FileName("a\u{FFFD}b").isExact)
    }
}

/// The case folding against the table that NTFS volumes carry.
@Suite struct UpperCaseTableInteropTests {
    @Test(
        .enabled(
            if: isExecutable("/usr/sbin/mkntfs") && isExecutable("/usr/bin/ntfscat"),
            "needs mkntfs and ntfscat (ntfs-3g)"))
    func foldsAsTheVolumesTableDoes() throws {
        try withScratch { folder in
            let volume = "\(folder)/volume"
            try writeFile(volume, "")
            truncate(volume, 8 << 20)
            try runTool("/usr/sbin/mkntfs", ["-q", "-F", "-Q", "-s", "512", "-p", "0", volume])
            // $UpCase is file 10: 65,536 characters of two bytes, each in the place of its lower-case letter.
            let table = try ChildProcess.run("/usr/bin/ntfscat", ["-i", "10", volume], outputLimit: 131_072).output
            #expect(table.count == 131_072)
            var folding = 0
            for unit in 1..<0xD800 {
                let expected = UInt32(table[2 * unit]) | UInt32(table[2 * unit + 1]) << 8
                guard let scalar = Unicode.Scalar(UInt32(unit)), let upper = Unicode.Scalar(expected) else { continue }
                let folded = FileName(String(scalar)).caseFolded
                if upper != scalar {
                    folding += 1
                    #expect(folded == Array(String(upper).utf8), "U+\(String(unit, radix: 16))")
                } else if unit < 0x80 {
                    #expect(folded == [UInt8(unit)])
                }
            }
            #expect(folding > 900)
        }
    }
}
