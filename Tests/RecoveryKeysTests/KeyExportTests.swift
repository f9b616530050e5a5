internal import RecoveryKeys
internal import Testing

/// The same keys in all layouts, spellings and encodings.
@Suite("Keys in every form that exports have")
struct KeyExportTests {
    @Test("No key is lost, none has the identifier of another, none lacks its own", arguments: 0..<20)
    func exports(seed: Int) {
        var exports = KeyExports(seed: UInt64(seed), count: 1 + seed % 7)
        for export in exports.all() { Self.check(export) }
    }

    static func check(_ export: KeyExports.Export) {
        let reading = KeyFile.read(export.bytes, file: "export")
        var ring = KeyRing()
        ring.insert(contentsOf: reading.entries)
        var found: [String: String?] = [:]
        for entry in ring.entries {
            found[SampleKeys.reveal(entry.secret)] = .some(entry.facts.protectorID?.description)
        }
        for (key, id) in export.truth {
            guard let got = found[key] else {
                Issue.record("a key is lost: \(export.name): \(text(export))")
                return
            }
            if got != id {
                Issue.record("\(got ?? "no identifier") instead of \(id ?? "none"): \(export.name): \(text(export))")
                return
            }
        }
        if found.count > export.truth.count { Issue.record("keys that are none: \(export.name): \(text(export))") }
    }

    private static func text(_ export: KeyExports.Export) -> String {
        String(decoding: export.bytes.prefix(1500), as: UTF8.self)
    }
}
