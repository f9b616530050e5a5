internal import DebianPackages
internal import Diagnostics
internal import Digests
internal import Foundation

/// The packages of a template: resolved or taken from a lock, fetched, checked and unpacked.
struct PackageGathering {
    let lock: PackageLock
    let tree: PackageTree
    /// Unix seconds: when the newest package was built. Everything in the image bears this time.
    let timestamp: Int64

    init(_ template: ImageTemplate, _ options: BuildOptions, _ progress: any BuildProgress) throws {
        let mirror = try Self.mirror(options)
        let detail: @Sendable (String) -> Void = { progress.detail($0) }
        lock = try progress.step(options.lockPath.map { "Reading \($0)" } ?? "Resolving packages") {
            if let path = options.lockPath {
                return try PackageLock(parsing: String(decoding: try HostFile.read(path), as: UTF8.self), file: path)
            }
            guard let mirror else { throw RescueImageError(.file, "No mirror is known. Name one with --mirror URL.") }
            let resolver = PackageResolver(
                mirror: mirror, stateDirectory: options.cacheDirectory + "/apt", offline: options.isOffline,
                progress: detail)
            return try resolver.resolve(template.packageRequest)
        }
        try Self.check(lock, against: template)
        let store = PackageStore(
            cacheDirectory: options.cacheDirectory + "/packages", mirror: mirror, offline: options.isOffline)
        let debs = try progress.step("Fetching and checking \(lock.packages.count) packages") { [lock] in
            try store.obtain(lock, progress: detail)
        }
        tree = try progress.step("Unpacking") {
            try UnpackedPackages(cache: ContentCache(folder: options.cacheDirectory + "/unpacked")).tree(of: debs)
        }
        timestamp = try debs.values.map(Self.date(ofDeb:)).max() ?? 0
    }

    /// The mirror; nil where the cache alone is used and the host's sources name none.
    private static func mirror(_ options: BuildOptions) throws -> PackageMirror? {
        if let address = options.mirror { return try PackageMirror.at(address) }
        if options.isOffline && options.lockPath != nil { return try? PackageMirror.ofHost() }
        return try PackageMirror.ofHost()
    }

    private static func check(_ lock: PackageLock, against template: ImageTemplate) throws(RescueImageError) {
        for (name, lowest) in template.minimumVersions.sorted(by: { $0.key < $1.key }) {
            guard let package = lock.packages.first(where: { $0.name == name }) else {
                throw RescueImageError(
                    .packageTooOld,
                    "minimum-versions: \(name) is none of the packages. Add it to packages in template.yaml.")
            }
            guard DebianVersion(package.version) >= DebianVersion(lowest) else {
                throw RescueImageError(
                    .packageTooOld,
                    """
                    \(name) \(package.version) is older than \(lowest), which the template asks for. \
                    Build without --lock, or correct suites and pins in template.yaml.
                    """)
            }
        }
    }

    /// When a package was built: the time in the header of the first member of its ar archive (deb(5), ar(5): name 16
    /// bytes, then 12 decimal digits of time, behind the 8 bytes of magic), which Debian sets from the changelog.
    private static func date(ofDeb path: String) throws -> Int64 {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw RescueImageError(.file, "\(path): cannot be read. See that the cache folder is yours.")
        }
        defer { try? file.close() }
        let header = try file.read(upToCount: 36) ?? Data()
        let digits = String(decoding: header.dropFirst(24), as: UTF8.self).trimmingCharacters(in: .whitespaces)
        return Int64(digits) ?? 0
    }
}

extension ImageTemplate {
    /// What apt is asked for.
    var packageRequest: PackageRequest {
        PackageRequest(
            architecture: architecture,
            suites: suites.map {
                PackageSuite(name: $0.name, archive: $0.isSecurity ? .security : .main, components: $0.components)
            },
            pins: pins.map { PackagePin(packages: $0.packages, suite: $0.suite) }, packages: packages,
            exclude: excludedPackages)
    }
}
