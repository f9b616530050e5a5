internal import Diagnostics
internal import Foundation
internal import HostPrograms

/// QEMU's programs, run so that they end with this one, without core dumps, and write no file without end.
enum HostTool {
    /// No overlay, log disk or console is that large: a guest that writes without end must not fill the memory.
    static let longestFile: Int64 = 4 << 30

    /// The command with its bounds.
    static func bounded(_ words: [String], fileLimit: Int64? = longestFile) -> [String] {
        // In a session of its own: Ctrl-C on the terminal is for this program, which then ends what it began.
        ["setsid", "prlimit", "--core=0"] + (fileLimit.map { ["--fsize=\($0)"] } ?? [])
            // The kernel ends the program when the thread that started it is gone.
            + ["setpriv", "--pdeathsig", "KILL"] + words
    }

    /// Runs a program to its end.
    @discardableResult
    static func run(_ words: [String]) throws(OfflineRepairError) -> String {
        do {
            return try HostProgram.run(bounded(words)).text
        } catch {
            throw OfflineRepairError(.toolFailed, error.message, cause: error)
        }
    }

    /// Makes an overlay without a name of what lies beneath: nothing that opens it alone can follow one.
    static func createOverlay(_ path: String, size: Int64) throws(OfflineRepairError) {
        try run(["qemu-img", "create", "-q", "-f", "qcow2", path, "\(size)"])
    }

    private struct Extent: Decodable {
        let start: Int64
        let length: Int64
        let present: Bool
    }

    /// The ranges that an overlay has of its own.
    static func extents(of overlay: QEMUOptions) throws(OfflineRepairError) -> [Range<Int64>] {
        let options = QEMUOptions("qcow2").with("file", overlay)
        let text = try run(["qemu-img", "map", "--output=json", "--image-opts", "\(options)"])
        do {
            return try JSONDecoder().decode([Extent].self, from: Data(text.utf8)).filter(\.present).map {
                guard $0.start >= 0, $0.length > 0 else {
                    throw OfflineRepairError(.toolFailed, "qemu-img map: \(text.prefix(200))")
                }
                return $0.start..<$0.start + $0.length
            }
        } catch {
            throw OfflineRepairError(.toolFailed, "qemu-img map: not understood; report this", cause: error)
        }
    }
}
