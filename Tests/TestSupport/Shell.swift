public import Foundation

/// Runs the system's tools for tests.
public enum Shell {
    /// A command that did not end with 0, and what it printed.
    public struct Failure: Error, CustomStringConvertible {
        /// The command line.
        public let command: String
        /// What the command printed.
        public let output: String
        /// Both.
        public var description: String { "\(command): \(output)" }
    }

    /// Runs a command to its end.
    ///
    /// - Returns: What it wrote to stdout and stderr.
    @discardableResult
    public static func run(
        _ arguments: String..., environment: [String: String] = [:], directory: URL? = nil
    ) throws -> String {
        try run(arguments, environment: environment, directory: directory)
    }

    /// Runs a command to its end.
    ///
    /// - Returns: What it wrote to stdout and stderr.
    @discardableResult
    public static func run(
        _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil
    ) throws -> String {
        let result = try result(arguments, environment: environment, directory: directory)
        guard result.status == 0 else {
            throw Failure(command: arguments.joined(separator: " "), output: result.output)
        }
        return result.output
    }

    /// Runs a command to its end, whatever its exit status is.
    ///
    /// It is found where `has` finds it. It speaks English, and its text is UTF-8, whatever the user's locale is.
    ///
    /// - Returns: Its exit status, and what it wrote to stdout and stderr.
    public static func result(
        _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["PATH": searchPath.joined(separator: ":"), "LC_ALL": "C.UTF-8"]) { $1 }
            .merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = directory }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    /// The folders of the user's PATH, and the system's, which an ordinary user of Debian does not have on it.
    private static let searchPath: [String] = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    }()

    /// The path of a program of this machine; nil when there is none.
    public static func path(of program: String) -> String? {
        searchPath.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether this machine has programs of these names.
    public static func has(_ programs: String...) -> Bool { programs.allSatisfy { path(of: $0) != nil } }
}
