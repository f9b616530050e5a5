internal import Diagnostics
internal import Foundation

/// Programs of this machine.
enum HostProgram {
    static func find(_ name: String) -> String? {
        let user = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = user.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// A process that is ready to run; its input is empty.
    static func process(_ words: [String]) throws(LabError) -> Process {
        guard let name = words.first, let program = find(name) else {
            throw LabError(
                .requirementMissing, "\(words.first ?? "a program") is not installed; install its Debian package")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = Array(words.dropFirst())
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
