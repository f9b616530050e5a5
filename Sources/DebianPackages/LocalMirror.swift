internal import Diagnostics
internal import Foundation

/// A mirror in a folder (`file:` and `copy:`).
enum LocalMirror {
    /// The path that an address names; nil for one on the network.
    static func path(of address: String) -> String? {
        for scheme in ["file:", "copy:"] where address.hasPrefix(scheme) {
            let rest = address.dropFirst(scheme.count).drop { $0 == "/" }
            return "/" + (String(rest).removingPercentEncoding ?? String(rest))
        }
        return nil
    }

    /// Makes sure that what apt reads of a suite has an end: apt waits for ever for a FIFO's writer.
    ///
    /// - Throws: `notRegular`.
    static func check(_ request: PackageRequest, _ mirror: PackageMirror) throws(PackageError) {
        for suite in request.suites {
            guard let root = mirror.address(of: suite.archive).flatMap(path(of:)) else { continue }
            let folder = "\(root)/dists/\(suite.name)"
            try checkFiles(in: folder)
            for component in suite.components {
                let index = "\(folder)/\(component)/binary-\(request.architecture)"
                for place in [index, index + "/by-hash/SHA256"] { try checkFiles(in: place) }
            }
        }
    }

    private static func checkFiles(in folder: String) throws(PackageError) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            var status = stat()
            guard stat("\(folder)/\(name)", &status) == 0 else { continue }
            let kind = status.st_mode & S_IFMT
            guard kind == S_IFREG || kind == S_IFDIR else { throw RegularFile.notRegular("\(folder)/\(name)") }
        }
    }
}
