internal import Foundation
internal import RecoveryKeys
internal import TestSupport
internal import Testing

@Suite("Startup keys")
struct StartupKeyTests {
    /// A file as Windows 10 writes it, of which the key is 32 times 0xA5.
    private static let file: [UInt8] = {
        let guid: [UInt8] = [
            0x1A, 0x08, 0xB0, 0x99, 0xB6, 0x60, 0xE4, 0x47, 0x84, 0x82, 0xDE, 0xA4, 0x6E, 0xE1, 0x89, 0x1D,
        ]
        let time: [UInt8] = [0x20, 0x82, 0x40, 0xB3, 0x6F, 0xBC, 0xD7, 0x01]
        let name: [UInt8] = [0x20, 0, 0, 0, 2, 0, 1, 0] + "ExternalKey\0".utf16.flatMap { [UInt8($0), 0] }
        let key: [UInt8] = [0x2C, 0, 0, 0, 1, 0, 1, 0, 2, 0x20, 0, 0] + [UInt8](repeating: 0xA5, count: 32)
        let external: [UInt8] = [0x6C, 0, 6, 0, 9, 0, 1, 0] + guid + time + name + key
        return [0x9C, 0, 0, 0, 1, 0, 0, 0, 0x30, 0, 0, 0, 0x9C, 0, 0, 0] + guid + [1, 0, 0, 0, 0, 0, 0, 0] + time
            + external
    }()

    private func code(_ bytes: [UInt8]) -> KeyError.Code? {
        KeyFile.read(bytes, file: "a.bek").problems.first?.code
    }

    @Test("Protector and content")
    func whole() throws {
        let reading = KeyFile.read(Self.file, file: "a.bek")
        #expect(Self.file.count == 156)
        #expect(reading.form == .startupKey)
        let entry = try #require(reading.entries.first)
        #expect(entry.facts.protectorID?.description == SampleKeys.firstID)
        #expect(entry.facts.protectorID?.short == "99B0081A")
        guard case .startupKey(let key) = entry.secret else { throw KeyMissing() }
        #expect(key.withFile { Array($0) } == Self.file)
        #expect("\(entry)".contains(SampleKeys.firstID))
        #expect(!"\(entry)".contains("165"))
    }

    private struct KeyMissing: Error {}

    @Test("Sizes that lie")
    func hostile() {
        var longer = Self.file
        longer.append(0)
        #expect(code(longer) == .malformedStartupKey)
        #expect(code(Array(Self.file.dropLast())) == .malformedStartupKey)
        for (offset, value) in [
            (48, 0), (48, 0x6D), (48, 7), (52, 8), (0x50, 0), (0x50, 0xFF), (0x70, 0x2B), (0x74, 2), (64, 1),
        ] {
            var changed = Self.file
            changed[offset] = UInt8(value)
            #expect(code(changed) == .malformedStartupKey, "offset \(offset)")
        }
    }

    @Test("Windows-made files", .enabled(if: Fixtures.folder != nil, Fixtures.missing))
    func windows() throws {
        let folder = try #require(Fixtures.folder).appendingPathComponent("real/dissect.fve")
        for (name, id) in [
            ("recovery_key", SampleKeys.firstID), ("startup_key", "b3411a58-3400-420a-8b7e-9b5f706425c0"),
        ] {
            let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("\(name).bek")))
            let reading = KeyFile.read(bytes, file: name)
            #expect(reading.entries.map(\.facts.protectorID?.description) == [id])
            #expect(reading.problems.isEmpty)
        }
        // Windows 10, and Windows 11 with one datum more; each is named after its protector.
        try Fixtures.unpacked("cryptsetup-2.8.8/bitlk-images.tar.xz") { scratch in
            let names = ["4381F759-C4F8-4DE0-BB61-FC33A831BDA5", "AA80A52B-9B66-47AE-B097-33F536FFBB07"]
            for name in names {
                let path = scratch.appendingPathComponent("bitlk-images/\(name).BEK")
                let reading = KeyFile.read([UInt8](try Data(contentsOf: path)), file: name)
                #expect(reading.entries.map(\.facts.protectorID?.description) == [name.lowercased()])
            }
        }
    }
}
