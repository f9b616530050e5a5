internal import Diagnostics
internal import HostPrograms

/// A program that makes images, run so that nothing of the user's settings and clock shows in them.
struct Tool {
    /// The program's name or absolute path, and arguments that always come first.
    let command: [String]

    static let makeFAT = Tool(command: ["mkfs.fat"])
    static let makeDirectories = Tool(command: ["mmd"])
    static let copyFiles = Tool(command: ["mcopy"])
    static let xorriso = Tool(command: ["xorriso", "-no_rc"])

    /// Runs the program and waits for its end.
    ///
    /// - Parameters:
    ///   - timestamp: Unix seconds that the program takes for the present time (`SOURCE_DATE_EPOCH`).
    /// - Throws: `toolMissing`, or `toolFailed` with the command and the end of what it wrote.
    func run(_ arguments: [String], timestamp: Int64) throws(DiskImageError) {
        do {
            try HostProgram.run(command + arguments, environment: Self.environment(timestamp: timestamp))
        } catch {
            let code: DiskImageError.Code =
                switch error.code {
                case .notFound: .toolMissing
                case .failed, .stopped: .toolFailed
                }
            throw DiskImageError(code, error.message, cause: error.cause)
        }
    }

    /// The settings that the tools' bytes may depend on, all fixed. mtools reads its configuration from `MTOOLSRC` and
    /// `HOME` (mtools manual, section 3), and the clock as `SOURCE_DATE_EPOCH`; variables override `/etc/mtools.conf`.
    private static func environment(timestamp: Int64) -> [String: String] {
        [
            "LC_ALL": "C.UTF-8", "MTOOLSRC": "/dev/null", "MTOOLS_FAT_COMPATIBILITY": "0", "MTOOLS_LOWER_CASE": "0",
            "MTOOLS_NAME_NUMERIC_TAIL": "1", "MTOOLS_NO_VFAT": "0", "MTOOLS_SKIP_CHECK": "0",
            "SOURCE_DATE_EPOCH": "\(timestamp)",
        ]
    }
}
