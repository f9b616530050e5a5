internal import Diagnostics
internal import Foundation

/// Looks at what apt fetches while it does so: apt itself takes as much as a mirror sends, for as long as that lasts.
final class DownloadWatch {
    /// What is wrong, once a download was stopped.
    private(set) var problem: PackageError?
    private let mirror: String
    private let downloads: [Download]
    private let folder: String?
    private let patience: TimeInterval
    private var since = MonotonicSeconds.now
    private var counted: Int64 = 0

    /// What has to arrive at least, in bytes a second: a tenth of a modem's speed.
    private static let slowest: Double = 512
    /// How long less is borne, in seconds.
    static let patience: TimeInterval = 120

    /// - Parameters:
    ///   - downloads: What is fetched, each with its size.
    ///   - folder: Or a folder in which files of sizes that apt knows arrive.
    init(_ mirror: String, downloads: [Download] = [], folder: String? = nil, patience: TimeInterval = patience) {
        (self.mirror, self.downloads, self.folder, self.patience) = (mirror, downloads, folder, patience)
    }

    /// Whether the download may go on.
    func mayGoOn() -> Bool {
        var total: Int64 = 0
        for download in downloads {
            let size = Self.size(of: download.path)
            guard size <= download.package.size else {
                problem = download.sizeMismatch(size, isWhole: false)
                return false
            }
            total += size
        }
        if let folder {
            let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
            total += names.reduce(0) { $0 + Self.size(of: "\(folder)/\($1)") }
        }
        // Files that are put in their places or removed are a step as well.
        if Double(abs(total - counted)) >= Self.slowest * patience { (since, counted) = (MonotonicSeconds.now, total) }
        if downloads.allSatisfy({ Self.size(of: $0.path) == $0.package.size }), !downloads.isEmpty { return true }
        guard MonotonicSeconds.now - since > patience else { return true }
        problem = PackageError(
            .downloadFailed,
            "the mirror \(mirror) sent next to nothing for \(Int(patience)) seconds; check the network and the proxy, or"
                + " choose another mirror")
        return false
    }

    /// apt has said something: it is at work.
    func noteStep() { since = MonotonicSeconds.now }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        return lstat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}

/// Seconds of a clock that nobody sets.
private enum MonotonicSeconds {
    static var now: TimeInterval {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return TimeInterval(time.tv_sec) + TimeInterval(time.tv_nsec) / 1e9
    }
}
