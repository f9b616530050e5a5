import Archives
import Diagnostics
import Foundation
import TestSupport
import Testing

@Suite("Archives from strangers")
struct ArchiveReaderTests {
    struct Read: Equatable {
        let name: String?
        let hasWarning: Bool
        let content: [UInt8]
    }

    private func read(
        _ zip: [UInt8], warnings: ArchiveReader.Warnings = .reported, limit: ExpansionLimit = .logs
    ) throws -> [Read] {
        try zip.withUnsafeBytes { bytes in
            let reader = try ArchiveReader(bytes: bytes, name: "a.zip", format: .zip, warnings: warnings, limit: limit)
            var found: [Read] = []
            while let entry = try reader.next() {
                found.append(
                    Read(name: entry.name, hasWarning: entry.warning != nil, content: try content(of: reader)))
            }
            return found
        }
    }

    private func content(of reader: ArchiveReader) throws -> [UInt8] {
        var content: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try reader.read(into: buffer)
            if count == 0 { return content }
            content += buffer[..<count]
        }
    }

    /// The thread's locale for `body`; "C" is what a program has that sets none.
    private func withLocale<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        let locale = newlocale(CInt(LC_CTYPE_MASK), name, nil)
        let previous = uselocale(locale)
        defer {
            uselocale(previous)
            freelocale(locale)
        }
        return try body()
    }

    @Test("Names are UTF-8 or code page 437, as the zip says, in any locale", arguments: ["C", "POSIX", "C.UTF-8"])
    func names(locale: String) throws {
        let names: [(bytes: [UInt8], flags: UInt16, text: String?)] = [
            (Array("Berlin/b.jsonl".utf8), 0, "Berlin/b.jsonl"),
            (Array("München/a.jsonl".utf8), 0x800, "München/a.jsonl"),
            (Array("東京/a.jsonl".utf8), 0x800, "東京/a.jsonl"),
            // The IBM PC's ü and ß; what macOS writes says nothing, and is UTF-8.
            ([0x52, 0x81, 0x63, 0x6B, 0x2F, 0xE1], 0, "Rück/ß"),
            (Array("Rückgabe/a.jsonl".utf8), 0, "Rückgabe/a.jsonl"),
            ([0x61, 0xFF, 0x62], 0x800, nil),
        ]
        let zip = HandMadeZip(entries: names.map { .init(name: $0.bytes, flags: $0.flags) }).bytes
        let found = try withLocale(locale) { try read(zip) }
        #expect(found.map(\.name) == names.map(\.text))
        // What has no name has its content all the same.
        #expect(found.map(\.content) == names.map { _ in Array("x".utf8) })
        #expect(found.map(\.hasWarning) == names.map { $0.text == nil })
        #expect(throws: ArchiveError.self) { try withLocale(locale) { try read(zip, warnings: .refused) } }
    }

    @Test(
        "Every byte of code page 437 is the letter that Python has", .enabled(if: Shell.has("python3"), "needs python3")
    )
    func codePage() throws {
        let expected = try Shell.run("python3", "-c", "print(bytes(range(128, 256)).decode('cp437'), end='')")
        // A byte alone is never UTF-8 above 7Fh.
        let entries = (128..<256).map { HandMadeZip.Entry(name: [0x61, UInt8($0)]) }
        let names = try read(HandMadeZip(entries: entries).bytes).map { String(($0.name ?? "??").dropFirst()) }
        #expect(names.map { $0.unicodeScalars.count } == Array(repeating: 1, count: 128))
        #expect(Array(names.joined().unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test("What unpacks to more than its limit is refused")
    func limit() throws {
        let zip = HandMadeZip(entries: [.init(name: [0x61], content: [UInt8](repeating: 7, count: 5000))]).bytes
        #expect(try read(zip, limit: ExpansionLimit(floor: 5000, ratio: 0)).count == 1)
        let error = #expect(throws: ArchiveError.self) { try read(zip, limit: ExpansionLimit(floor: 4999, ratio: 0)) }
        #expect(error?.code == .tooLarge)
        #expect(ExpansionLimit(floor: 1, ratio: 2).allowance(for: 10) == 21)
        #expect(ExpansionLimit(floor: 1, ratio: 2).allowance(for: .max) == .max)
        #expect(ExpansionLimit(floor: 1, ratio: 2).allowance(for: -5) == 1)
    }

    @Test("Damaged and locked archives say so")
    func damaged() throws {
        let zip = HandMadeZip(entries: [.init(name: [0x61], flags: 1, content: [UInt8](repeating: 1, count: 30))]).bytes
        #expect((#expect(throws: ArchiveError.self) { try read(zip) })?.code == .locked)
        var changed = HandMadeZip(entries: [.init(name: [0x61], content: Array("hello".utf8))]).bytes
        changed[32] ^= 1
        #expect((#expect(throws: ArchiveError.self) { try read(changed) })?.code == .damaged)
    }

    @Test(
        "One layer of a named compression is undone, in this process",
        arguments: [
            ("gzip", ArchiveFilter.gzip), ("xz", .xz), ("zstd -q", .zstd), ("bzip2", .bzip2),
            ("xz --format=lzma", .lzma),
        ])
    func filters(tool: String, filter: ArchiveFilter) throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("packed").path
            // Inside is what libarchive would take to `lrzip`, and another layer of the same.
            for text in ["LRZI nothing more", "again"] {
                let layers = text == "again" ? "\(tool) | \(tool)" : tool
                try Shell.run("sh", "-c", "printf '%s' '\(text)' | \(layers) > \(path)")
                let reader = try ArchiveReader(
                    path: path, format: .raw, filter: filter, warnings: .refused, limit: .logs)
                _ = try #require(try reader.next())
                let content = try content(of: reader)
                if text == "again" {
                    #expect(content != Array(text.utf8))
                    #expect(filter == .bzip2 || filter == .lzma || ArchiveFilter(beginning: content) == filter)
                } else {
                    #expect(content == Array(text.utf8))
                }
            }
        }
    }

    @Test("Compressions are known by their first bytes and by the suffixes of names")
    func recognised() {
        #expect(ArchiveFilter(beginning: [0x1F, 0x8B, 8]) == .gzip)
        #expect(ArchiveFilter(beginning: [0x28, 0xB5, 0x2F, 0xFD]) == .zstd)
        #expect(ArchiveFilter(beginning: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) == .xz)
        #expect(ArchiveFilter(beginning: Array("LRZI".utf8)) == nil && ArchiveFilter(beginning: [UInt8]()) == nil)
        #expect(ArchiveFilter(suffixOf: "data.tar.xz") == .xz && ArchiveFilter(suffixOf: "data.tar") == nil)
    }
}
