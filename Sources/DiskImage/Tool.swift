internal import Diagnostics
internal import Foundation

/// A program of the operating system, run with an environment in which nothing of the user's shows through.
struct Tool {
    /// The program's name or absolute path, and arguments that always come first.
    let command: [String]
    /// The Debian package that brings it.
    let package: String

    static let makeFAT = Tool(command: ["mkfs.fat"], package: "dosfstools")
    static let makeDirectories = Tool(command: ["mmd"], package: "mtools")
    static let copyFiles = Tool(command: ["mcopy"], package: "mtools")
    static let xorriso = Tool(command: ["xorriso", "-no_rc"], package: "xorriso")

    /// Runs the program and waits for its end.
    ///
    /// - Parameters:
    ///   - timestamp: Unix seconds that the program takes for the present time (`SOURCE_DATE_EPOCH`).
    /// - Throws: `toolMissing`, or `toolFailed` with the command and everything it said.
    func run(_ arguments: [String], timestamp: Int64) throws(DiskImageError) {
        let words = command + arguments
        guard let program = Self.find(words[0]) else {
            throw DiskImageError(
                .toolMissing, "\(words[0]) is not installed; install it with: sudo apt-get install \(package)")
        }
        let environment = Self.environment(timestamp: timestamp)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = Array(words.dropFirst())
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        do { try process.run() } catch {
            throw DiskImageError(.toolFailed, "\(program) cannot be started; check that it is executable", cause: error)
        }
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let how = process.terminationReason == .exit ? "status" : "signal"
            let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let again = (["env", "-i"] + settings + [program] + words.dropFirst()).map(Self.quoted).joined(
                separator: " ")
            throw DiskImageError(
                .toolFailed,
                "\(words[0]) failed with \(how) \(process.terminationStatus); to see it again, run:\n\(again)\nIt said:\n\(said)"
            )
        }
    }

    /// The settings that the tools' bytes may depend on, all fixed. mtools reads its configuration from `MTOOLSRC` and
    /// `HOME` (mtools manual, section 3), and the clock as `SOURCE_DATE_EPOCH`; variables override `/etc/mtools.conf`.
    private static func environment(timestamp: Int64) -> [String: String] {
        [
            "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "MTOOLSRC": "/dev/null", "MTOOLS_FAT_COMPATIBILITY": "0",
            "MTOOLS_LOWER_CASE": "0", "MTOOLS_NAME_NUMERIC_TAIL": "1", "MTOOLS_NO_VFAT": "0", "MTOOLS_SKIP_CHECK": "0",
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "SOURCE_DATE_EPOCH": "\(timestamp)", "TZ": "UTC",
        ]
    }

    private static func find(_ name: String) -> String? {
        if name.contains("/") { return name }
        let user = ProcessInfo.processInfo.environment["PATH"] ?? ""
        // Debian keeps mkfs.fat in /usr/sbin, which is not in the PATH of an ordinary user.
        let folders = user.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// A word as a POSIX shell reads it back.
    static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            byte > 0x7F || Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
                || "_-./:=@%+,".utf8.contains(byte)
        }
        return plain && !word.isEmpty ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
