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
    private let now: () -> SuspendingClock.Instant
    private var since: SuspendingClock.Instant
    private var asked: SuspendingClock.Instant
    private var counted: Int64 = 0

    /// What has to arrive at least, in bytes a second: a tenth of a modem's speed.
    private static let slowest: Double = 512
    /// How long less is borne, in seconds.
    static let patience: TimeInterval = 120
    /// The watch is asked several times a second: where it was not for so long, the process was stopped, and apt with it.
    private static let longestGap = Duration.seconds(5)

    /// - Parameters:
    ///   - downloads: What is fetched, each with its size.
    ///   - folder: Or a folder in which files of sizes that apt knows arrive.
    init(
        _ mirror: String, downloads: [Download] = [], folder: String? = nil, patience: TimeInterval = patience,
        now: @escaping () -> SuspendingClock.Instant = { SuspendingClock.now }
    ) {
        (self.mirror, self.downloads, self.folder, self.patience) = (mirror, downloads, folder, patience)
        self.now = now
        since = now()
        asked = since
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
        let moment = now()
        defer { asked = moment }
        // Files that are put in their places or removed are a step as well.
        if Double(abs(total - counted)) >= Self.slowest * patience || moment - asked > Self.longestGap {
            (since, counted) = (moment, total)
        }
        if downloads.allSatisfy({ Self.size(of: $0.path) == $0.package.size }), !downloads.isEmpty { return true }
        guard moment - since > .seconds(patience) else { return true }
        problem = PackageError(
            .downloadFailed,
            "the mirror \(mirror) sent next to nothing for \(Int(patience)) seconds; check the network and the proxy, or"
                + " choose another mirror")
        return false
    }

    /// apt has said something: it is at work.
    func noteStep() { since = now() }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        return lstat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
