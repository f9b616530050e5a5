internal import Diagnostics
internal import Foundation

/// Programs of this machine.
enum HostProgram {
    /// Where programs are searched, and where those that are run search theirs: the user's path, and the folders of the
    /// system, which are not on the path of an ordinary user of Debian.
    private static let folders: [String] = {
        let user = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return user.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    }()

    static func find(_ name: String) -> String? {
        folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// A process that is ready to run; its input is empty, and what it says is in English.
    static func process(_ words: [String]) throws(LabError) -> Process {
        guard let name = words.first, let program = find(name) else {
            throw LabError(
                .requirementMissing, "\(words.first ?? "a program") is not installed; install its Debian package")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PATH": folders.joined(separator: ":"), "LC_ALL": "C.UTF-8"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// A new folder with a short path: the sockets in it may have names of 107 bytes at most.
    static func temporaryFolder() throws(LabError) -> String {
        var template = Array("/tmp/unloop-lab-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .file("/tmp", "mkdtemp") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
