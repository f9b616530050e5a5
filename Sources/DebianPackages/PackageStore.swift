public import Diagnostics
internal import Foundation
internal import HostPrograms

/// The cache of .deb files, each under its own hash, filled from a mirror.
public struct PackageStore: Sendable {
    private let cacheDirectory: String
    private let mirror: PackageMirror?
    private let offline: Bool

    /// How many packages are asked for at once: apt overlaps their transfers.
    private static let batch = 32
    /// How long a mirror may send next to nothing, in seconds.
    var patience = DownloadWatch.patience

    /// - Parameters:
    ///   - cacheDirectory: A folder for the files; it is made if it is missing.
    ///   - mirror: Where packages that are not in the cache come from; nil for none.
    ///   - offline: Never to use the network.
    public init(cacheDirectory: String, mirror: PackageMirror?, offline: Bool) {
        self.cacheDirectory = cacheDirectory
        self.mirror = mirror
        self.offline = offline
    }

    /// Has every package of a lock in the cache, checked against its hash, and says where.
    ///
    /// A cached file whose size or hash is wrong is fetched again. No more is fetched of a package than the lock says.
    ///
    /// - Throws: `package-hash-mismatch`, `package-size-mismatch`, `package-not-a-file` (in the cache or a mirror's folder),
    ///   `package-gone` (the mirror has these packages no longer), `package-not-cached` (offline), `download-failed`; the
    ///   last three name all packages they concern.
    public func obtain(
        _ lock: PackageLock, progress: @Sendable (String) -> Void = { _ in }
    ) throws(PackageError) -> [LockedPackage: String] {
        try withFolderLocked(cacheDirectory, progress: progress) { () throws(PackageError) in
            // What a killed build has left: nobody else is here.
            try? FileManager.default.removeItem(atPath: cacheDirectory + "/partial")
            var paths: [LockedPackage: String] = [:]
            var missing: [LockedPackage] = []
            for package in lock.packages {
                let path = "\(cacheDirectory)/\(package.sha256).deb"
                paths[package] = path
                guard let file = try RegularFile(path) else {
                    missing.append(package)
                    continue
                }
                if file.size == package.size, try file.hash() == package.sha256 { continue }
                missing.append(package)
                progress("\(package.name): the cached file is damaged (\(file.size) bytes)")
            }
            if !missing.isEmpty { try fetch(missing, into: paths, progress) }
            return paths
        }
    }

    private func fetch(
        _ packages: [LockedPackage], into paths: [LockedPackage: String], _ progress: (String) -> Void
    ) throws(PackageError) {
        guard !offline, let mirror else {
            throw PackageError(
                .offline,
                "packages missing or damaged in the cache \(cacheDirectory): \(list(packages));"
                    + (offline ? " build once without --offline" : " name a mirror with --mirror"))
        }
        let lost = packages.filter { mirror.address(of: $0.archive) == nil }
        guard lost.isEmpty else {
            throw PackageError(
                .mirrorUnknown,
                "no security archive is known for \(list(lost)); have the host's apt sources name it,"
                    + " or build without --lock")
        }
        let folder = cacheDirectory + "/partial"
        try makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let apt = try AptState(folder: cacheDirectory + "/apt")
        let total = packages.reduce(0) { $0 + $1.size }
        progress("fetching \(packages.count) packages, \(total / 1_000_000) MB, from \(mirror.main)")
        var failed: [DownloadFailure] = []
        for start in stride(from: 0, to: packages.count, by: Self.batch) {
            let batch = packages[start..<min(start + Self.batch, packages.count)]
            let downloads = batch.map { package in
                let root = mirror.address(of: package.archive) ?? ""
                return Download(
                    package: package, address: Self.address(root, package), path: "\(folder)/\(package.sha256)")
            }
            failed += try fetch(downloads, apt, mirror.main, progress)
            for download in downloads {
                guard let path = paths[download.package] else { continue }
                try keep(download, as: path)
            }
        }
        if !failed.isEmpty { throw DownloadFailure.error(failed, mirror) }
    }

    private func fetch(
        _ downloads: [Download], _ apt: AptState, _ mirror: String, _ progress: (String) -> Void
    ) throws(PackageError) -> [DownloadFailure] {
        var failures: [DownloadFailure] = []
        var remote: [Download] = []
        for download in downloads {
            if let source = download.localPath {
                if let failure = try download.copy(from: source) { failures.append(failure) }
            } else {
                remote.append(download)
            }
        }
        if remote.isEmpty { return failures }
        let command = ["/usr/lib/apt/apt-helper", "download-file"] + remote.flatMap { [$0.address, $0.path, ""] }
        let watch = DownloadWatch(mirror, downloads: remote, patience: patience)
        let output = try apt.run(command, accepting: [0, 100], watch: watch) { line in
            if line.hasPrefix("Get:") { progress(line) }
        }
        let complaints = String(decoding: output.standardError, as: UTF8.self)
        failures += remote.filter { !FileManager.default.fileExists(atPath: $0.path) }.map { download in
            DownloadFailure(package: download.package, address: download.address, complaints: complaints)
        }
        return failures
    }

    /// Checks what has arrived and puts it in its place.
    private func keep(_ download: Download, as path: String) throws(PackageError) {
        guard let file = try RegularFile(download.path) else { return }
        guard file.size == download.package.size else { throw download.sizeMismatch(file.size, isWhole: true) }
        let found = try file.hash()
        guard found == download.package.sha256 else {
            throw PackageError(
                .hashMismatch,
                "the package \(download.package.name) \(download.package.version) from \(download.address) has the SHA-256"
                    + " \(found), not \(download.package.sha256) as it must; do not use it: try another mirror, and if you"
                    + " build from a lock, find out who changed the package or the lock")
        }
        guard rename(download.path, path) == 0 else {
            throw PackageError(.fileFailed, "cannot write \(path); make its folder writable and free some space")
        }
    }

    /// The address of a package's file.
    private static func address(_ root: String, _ package: LockedPackage) -> String {
        let allowed = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-~+")
        let path = package.filename.addingPercentEncoding(withAllowedCharacters: allowed) ?? package.filename
        return "\(root)/\(path)"
    }
}

private func list(_ packages: [LockedPackage]) -> String {
    packages.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
}
