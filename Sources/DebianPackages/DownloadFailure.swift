internal import Diagnostics
internal import Foundation

/// A package that could not be fetched, and why.
struct DownloadFailure {
    let package: LockedPackage
    let address: String
    /// What apt said about it.
    let reason: String

    /// A failure whose reason is known.
    init(package: LockedPackage, address: String, reason: String) {
        (self.package, self.address, self.reason) = (package, address, reason)
    }

    /// - Parameter complaints: apt's errors, of the form `E: Failed to fetch <address>  <reason>`.
    init(package: LockedPackage, address: String, complaints: String) {
        self.package = package
        self.address = address
        let prefix = "E: Failed to fetch "
        let reasons = complaints.split(separator: "\n").filter { $0.hasPrefix(prefix) }.compactMap { line -> String? in
            let cells = line.dropFirst(prefix.count).split(separator: " ", maxSplits: 1)
            // apt escapes more characters than it has to.
            guard cells.count == 2, cells[0].removingPercentEncoding == address.removingPercentEncoding else {
                return nil
            }
            // apt 3 ends some of them with a colon and nothing behind it.
            return cells[1].trimmingCharacters(in: CharacterSet(charactersIn: ": "))
        }
        reason = reasons.first ?? "no answer"
    }

    /// Whether the mirror answered that it has no such file, over HTTP or in a folder.
    private var isGone: Bool { reason.hasPrefix("404") || reason.contains("No such file or directory") }

    /// One error for all failures, so that a lock need not be mended package by package.
    static func error(_ failures: [DownloadFailure], _ mirror: PackageMirror) -> PackageError {
        let gone = failures.filter(\.isGone)
        guard gone.isEmpty else {
            let list = gone.map { "\n    \($0.package.name) \($0.package.version)" }.joined()
            return PackageError(
                .packageGone,
                "the mirror \(mirror.main) no longer has these packages:\(list)\nbuild without --lock to take"
                    + " newer ones, use the cache of an earlier build with --cache, or give an archive of old packages"
                    + " with --mirror")
        }
        let list = failures.map { "\n    \($0.address): \($0.reason)" }.joined()
        return PackageError(
            .downloadFailed,
            "packages could not be fetched:\(list)\ncheck the network, the proxy and the mirror's address")
    }
}
