public import Diagnostics
internal import Digests

/// A set of packages pinned to the byte, and its text form.
///
/// The text has a first line that names the format and its version, a comment with the names of the columns, and a line
/// for each package, sorted by name, its columns separated by one blank:
/// `name version architecture size sha256 archive filename source source-version`. A `-` stands for a source package
/// with the name, or the version, of the package itself.
public struct PackageLock: Sendable, Equatable {
    /// The packages, sorted by name; no name occurs twice.
    public let packages: [LockedPackage]

    private static let header = "unloop-packages-lock 1"
    private static let columns = "# name version architecture size sha256 archive filename source source-version"

    init(packages: [LockedPackage]) { self.packages = packages.sorted { $0.name < $1.name } }

    /// The lock as it is written to a file: the same packages give the same bytes.
    public var text: String {
        let rows = packages.map { package in
            [
                package.name, package.version, package.architecture, "\(package.size)", "\(package.sha256)",
                package.archive.rawValue, package.filename, package.source ?? "-", package.sourceVersion ?? "-",
            ].joined(separator: " ")
        }
        return ([Self.header, Self.columns] + rows).map { $0 + "\n" }.joined()
    }

    /// Reads a lock. Comments, empty lines and CRLF line ends are accepted; everything in a row is checked, because its
    /// parts become paths and addresses.
    ///
    /// - Parameters:
    ///   - text: The content of the file.
    ///   - file: The file's name, for errors.
    /// - Throws: `lock-invalid`, with the file, the line and what is wrong with it.
    public init(parsing text: String, file: String) throws(PackageError) {
        let numbered = zip(1..., lines(of: text))
        guard numbered.first(where: { _ in true })?.1 == Self.header[...] else {
            throw PackageError(
                .lockInvalid,
                "\(file):1: the first line is not \"\(Self.header)\": not a lock, or one from another version of Unloop;"
                    + " make a new one by building without --lock")
        }
        var packages: [String: LockedPackage] = [:]
        for (number, line) in numbered.dropFirst() where !line.isEmpty && !line.hasPrefix("#") {
            let package: LockedPackage
            do {
                package = try LockedPackage(row: line)
            } catch {
                throw PackageError(
                    .lockInvalid, "\(file):\(number): \(error.text); restore the line or build without --lock")
            }
            guard packages.updateValue(package, forKey: package.name) == nil else {
                throw PackageError(
                    .lockInvalid, "\(file):\(number): the package \(package.name) is listed twice; remove one")
            }
        }
        self.init(packages: Array(packages.values))
    }
}

/// What is wrong with a row of a lock.
private struct RowError: Error {
    let text: String
}

extension LockedPackage {
    fileprivate init(row: Substring) throws(RowError) {
        let cells = row.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == 9 else { throw RowError(text: "\(cells.count) columns instead of 9") }
        func check(_ index: Int, _ what: String, _ isRight: (String) -> Bool) throws(RowError) -> String {
            guard isRight(cells[index]) else { throw RowError(text: "\"\(cells[index])\" is not a \(what)") }
            return cells[index]
        }
        let name = try check(0, "package name") { isName($0, allowing: "+-.") }
        let version = try check(1, "version", isVersion)
        let architecture = try check(2, "architecture") { isName($0, allowing: "-") }
        guard let size = Int64(cells[3]), size > 0 else {
            throw RowError(text: "\"\(cells[3])\" is not a size in bytes")
        }
        guard let sha256 = SHA256Digest(hexadecimal: cells[4]) else {
            throw RowError(text: "\"\(cells[4])\" is not a SHA-256 of 64 hexadecimal digits")
        }
        guard let archive = Archive(rawValue: cells[5]) else {
            throw RowError(
                text: "\"\(cells[5])\" is not an archive (\(Archive.allCases.map(\.rawValue).joined(separator: ", ")))")
        }
        let filename = try check(6, "path of a .deb file below the archive", isPoolPath)
        let source = try check(7, "source package") { $0 == "-" || isName($0, allowing: "+-.") }
        let sourceVersion = try check(8, "version") { $0 == "-" || isVersion($0) }
        self.init(
            name: name, version: version, architecture: architecture, sha256: sha256, size: size, filename: filename,
            archive: archive, source: source == "-" ? nil : source,
            sourceVersion: sourceVersion == "-" ? nil : sourceVersion)
    }
}

/// Whether `text` is a version number (Debian Policy 5.6.12).
func isVersion(_ text: String) -> Bool { isName(text.lowercased(), allowing: "+-.~:") }

/// Whether `text` is the path of a .deb file that stays below the archive it is relative to.
func isPoolPath(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return text.hasSuffix(".deb") && isName(text.lowercased(), allowing: "+-.~_/%:")
        && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
}
