import Foundation
import TestSupport

/// A BitLocker volume that Windows has made, from the fixtures.
struct FixtureVolume {
    /// Its file's name without the suffix.
    let name: String
    let image: URL
    /// The volume's size in bytes; what the file lacks of it is a hole.
    let size: Int64
    /// The identifiers and texts of its recovery passwords and passwords; an identifier is nil where none is documented.
    var recoveryPasswords: [(id: String?, text: String)] = []
    var passwords: [(id: String?, text: String)] = []
    /// SHA-256 of the decrypted volume in lower case, where it is documented.
    var hash: String?

    /// The volumes of cryptsetup's own tests, with what their `images.conf` says of them.
    static func ofCryptsetup(in folder: URL) throws -> [FixtureVolume] {
        guard let fixtures = Fixtures.folder else { throw BenchError("there are no fixtures") }
        let archive = fixtures.appendingPathComponent("real/cryptsetup-2.8.8/bitlk-images.tar.xz").path
        try Shell.run("tar", "-xf", archive, "-C", folder.path)
        let images = folder.appendingPathComponent("bitlk-images")
        let text = try String(contentsOf: images.appendingPathComponent("images.conf"), encoding: .utf8)
        return try text.components(separatedBy: "[").dropFirst().map { section in
            let lines = section.split(separator: "\n")
            guard let name = lines.first?.dropLast() else { throw BenchError("images.conf has a section without name") }
            var values: [String: String] = [:]
            for line in lines.dropFirst() {
                let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                if parts.count == 2 { values[parts[0]] = parts[1] }
            }
            let image = images.appendingPathComponent("\(name).img")
            var volume = FixtureVolume(name: String(name), image: image, size: try size(of: image))
            volume.recoveryPasswords = ["RP", "RP2"].compactMap { key in
                values[key].map { (values["\(key)_VMK_GUID"], $0) }
            }
            volume.passwords = values["PW"].map { [(values["PW_VMK_GUID"], $0)] } ?? []
            volume.hash = values["SHA256SUM"]
            return volume
        }
    }

    /// The volumes of dissect.fve's tests. Their files end after the metadata, and their content is not documented.
    static func ofDissect(in folder: URL) throws -> [FixtureVolume] {
        guard let fixtures = Fixtures.folder else { throw BenchError("there are no fixtures") }
        let source = fixtures.appendingPathComponent("real/dissect.fve")
        let names = try FileManager.default.contentsOfDirectory(atPath: source.path).filter { $0.hasSuffix(".bin.gz") }
        return try names.sorted().map { file in
            let name = String(file.dropLast(".bin.gz".count))
            let image = folder.appendingPathComponent("\(name).bin")
            let packed = source.appendingPathComponent(file).path
            let program = "gzip -dc \"$0\" | dd of=\"$1\" bs=64k iflag=fullblock conv=sparse status=none"
            try Shell.run("sh", "-c", program, packed, image.path)
            // As their metadata says; the two without say nothing of it, and one is cut within its conversion.
            let sizes: [String: Int64] = ["eow_partial": 1 << 30, "win7_partial": 3 << 30, "vista": 64 << 20]
            return FixtureVolume(name: "dissect-\(name)", image: image, size: sizes[name] ?? 65_994_752)
        }
    }

    private static func size(of image: URL) throws -> Int64 {
        (try FileManager.default.attributesOfItem(atPath: image.path)[.size] as? NSNumber)?.int64Value ?? 0
    }
}
