internal import Diagnostics
internal import Digests
internal import Foundation

/// A line of `apt-get --print-uris`: `'address' name_version_architecture.deb size SHA256:hash`.
struct PrintedDownload {
    let address: String
    let name: String
    let version: String
    let size: Int64
    let sha256: SHA256Digest

    init(line: Substring) throws(PackageError) {
        let cells = line.split(separator: " ")
        let prefix = "SHA256:"
        guard cells.count == 4, let address = cells[0].dropFirst().dropLast().removingPercentEncoding,
            let size = Int64(cells[2]), cells[3].hasPrefix(prefix),
            let sha256 = SHA256Digest(hexadecimal: cells[3].dropFirst(prefix.count))
        else {
            throw PackageError(
                .resolutionFailed, "apt describes a download without a SHA-256: \(line); use an archive that has them")
        }
        let parts = cells[1].split(separator: "_")
        guard parts.count == 3, let version = parts[1].removingPercentEncoding else {
            throw PackageError(.resolutionFailed, "apt names a download in an unknown way: \(line)")
        }
        (self.address, self.size, self.sha256) = (address, size, sha256)
        (name, self.version) = (String(parts[0]), version)
    }

    /// The package to be locked, from the one of `records` (of the index) that describes the file at this address.
    func locked(by records: [ControlParagraph], _ mirror: PackageMirror) throws(PackageError) -> LockedPackage {
        for archive in Archive.allCases {
            guard let root = mirror.address(of: archive)?.removingPercentEncoding else { continue }
            for record in records {
                guard let filename = record["Filename"], isPoolPath(filename), sameFile("\(root)/\(filename)", address)
                else {
                    continue
                }
                let (source, sourceVersion) = Self.source(record)
                return LockedPackage(
                    name: name, version: version, architecture: record["Architecture"] ?? "all", sha256: sha256,
                    size: size,
                    filename: filename, archive: archive, source: source, sourceVersion: sourceVersion)
            }
        }
        throw PackageError(
            .resolutionFailed,
            "the index has no record of \(name) \(version) at \(address); remove the package lists and retry")
    }

    /// apt writes `file:/…` for `file:///…`.
    private func sameFile(_ one: String, _ other: String) -> Bool {
        one.replacing(":///", with: ":/") == other.replacing(":///", with: ":/")
    }

    /// The field `Source: name (version)`, of which either part is missing where it would repeat the package's own.
    private static func source(_ record: ControlParagraph) -> (String?, String?) {
        let words = record.words("Source")
        let version = words.dropFirst().first.map { String($0.dropFirst().dropLast()) }
        return (words.first, version)
    }
}
