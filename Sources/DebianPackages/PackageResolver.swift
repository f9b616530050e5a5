public import Diagnostics
internal import Digests
internal import Foundation
internal import HostPrograms

/// Finds out which packages a request comes to, with apt, from indexes whose signatures apt has checked.
public struct PackageResolver: Sendable {
    private let mirror: PackageMirror
    private let stateDirectory: String
    private let offline: Bool
    private let progress: @Sendable (String) -> Void

    /// How long a mirror may send next to nothing, in seconds.
    var patience = DownloadWatch.patience

    /// How old lists of packages may be before they are fetched again, in seconds.
    private static let freshness: TimeInterval = 3600

    /// - Parameters:
    ///   - mirror: Where the lists come from.
    ///   - stateDirectory: A folder for apt's private state; it keeps the lists between builds.
    ///   - offline: Never to use the network: the lists are taken as they are, however old.
    ///   - progress: Receives a line about each step.
    public init(
        mirror: PackageMirror, stateDirectory: String, offline: Bool = false,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.mirror = mirror
        self.stateDirectory = stateDirectory
        self.offline = offline
        self.progress = progress
    }

    /// Resolves a request to the packages themselves.
    ///
    /// The same request and the same lists give the same lock.
    ///
    /// - Throws: `package-request-invalid`, `package-lists-failed` (unreachable, unsigned or wrongly signed),
    ///   `download-failed` (a mirror that sends next to nothing), `package-not-a-file` (a FIFO or device in a mirror),
    ///   `resolution-failed` (a package that no suite has, or dependencies that cannot be met), `package-not-cached`
    ///   (offline without lists), and what running apt can throw.
    public func resolve(_ request: PackageRequest) throws(PackageError) -> PackageLock {
        try request.validate()
        mirror.notes.forEach(progress)
        return try withFolderLocked(stateDirectory, progress: progress) { () throws(PackageError) -> PackageLock in
            let apt = try AptState(folder: stateDirectory, architecture: request.architecture)
            try writeFile(apt.preferencesPath, AptFiles.preferences(request))
            try writeFile(apt.statusPath, "")
            try LocalMirror.check(request, mirror)
            try update(apt, sources: AptFiles.sources(request, mirror))
            try leaveOut(request.exclude, apt)
            return PackageLock(packages: try closure(of: request.packages, apt))
        }
    }

    private func update(_ apt: AptState, sources: String) throws(PackageError) {
        let stamp = apt.folder + "/updated"
        let isSame = (try? String(contentsOfFile: stamp, encoding: .utf8)) == sources
        let attributes = try? FileManager.default.attributesOfItem(atPath: stamp)
        let age = -((attributes?[.modificationDate] as? Date)?.timeIntervalSinceNow ?? -.infinity)
        if isSame && (offline || (0..<Self.freshness).contains(age)) { return }
        guard !offline else {
            throw PackageError(
                .offline,
                "\(apt.folder) has no package lists for this request; build once without --offline,"
                    + " or from a lock with --lock")
        }
        try? FileManager.default.removeItem(atPath: stamp)
        try writeFile(apt.sourcesPath, sources)
        progress("fetching package lists from \(mirror.main)")
        let watch = DownloadWatch(mirror.main, folder: apt.folder + "/lists", patience: patience)
        do {
            try apt.run(["apt-get", "update", "-q"], watch: watch) { line in
                if line.hasPrefix("Get:") { progress(line) }
            }
        } catch {
            if let problem = watch.problem { throw problem }
            let hint =
                Self.isKeyMissing(error.message)
                ? "\(mirror.keyring) lacks a key that signs them; install a newer debian-archive-keyring"
                : "check the network, the proxy and the mirror's address"
            throw PackageError(
                .updateFailed, "package lists cannot be fetched from \(mirror.main): \(complaints(error)); \(hint)",
                cause: error)
        }
        try writeFile(stamp, sources)
    }

    /// Whether apt says that a signature's key is not in the keyring: apt 2 in gpgv's words, apt 3 in sqv's.
    static func isKeyMissing(_ report: String) -> Bool {
        report.contains("NO_PUBKEY ") || report.contains(/Missing key [0-9A-F]{16,}/)
    }

    /// Has apt believe that packages are installed already, each in the version that it would choose, so that
    /// dependencies on that very version are met as well.
    private func leaveOut(_ names: [String], _ apt: AptState) throws(PackageError) {
        guard !names.isEmpty else { return }
        // Status 100: some name is unknown. The check below finds which.
        let shown = try apt.run(["apt-cache", "show", "--no-all-versions"] + names, accepting: [0, 100]).text
        let paragraphs = try ControlParagraph.parse(shown, file: "apt-cache show", code: .resolutionFailed)
        let unknown = Set(names).subtracting(paragraphs.compactMap { $0["Package"] }).sorted()
        guard unknown.isEmpty else {
            throw PackageError(
                .resolutionFailed,
                "no suite has the excluded packages \(unknown.joined(separator: ", "));"
                    + " correct or remove their names")
        }
        try writeFile(apt.statusPath, AptFiles.status(paragraphs))
    }

    private func closure(of packages: [String], _ apt: AptState) throws(PackageError) -> [LockedPackage] {
        progress("resolving \(packages.count) packages")
        let printed: String
        do {
            printed = try apt.run(["apt-get", "install", "--yes", "--print-uris", "-q"] + packages).text
        } catch {
            throw PackageError(
                .resolutionFailed,
                "the packages cannot be resolved: \(complaints(error));"
                    + " correct the packages, pins, suites or exclusions", cause: error)
        }
        let downloads = try printed.split(separator: "\n").filter { $0.hasPrefix("'") }.map(PrintedDownload.init(line:))
        let shown = try apt.run(["apt-cache", "show"] + downloads.map { "\($0.name)=\($0.version)" }).text
        let records = try ControlParagraph.parse(shown, file: "apt-cache show", code: .resolutionFailed)
        let recordsByHash = Dictionary(grouping: records) { $0["SHA256"] ?? "" }
        return try downloads.map { download throws(PackageError) in
            try download.locked(by: recordsByHash[download.sha256.description] ?? [], mirror)
        }
    }

    /// What apt itself says is wrong, out of the report of its failure.
    private func complaints(_ error: PackageError) -> String {
        let lines = error.message.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let own = lines.filter { $0.hasPrefix("E: ") || $0.contains("Depends: ") }.map {
            $0.replacing("E: ", with: "")
        }
        return own.isEmpty ? (lines.first ?? "") : own.joined(separator: " / ")
    }
}
