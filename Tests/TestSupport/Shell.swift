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
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = directory }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(command: arguments.joined(separator: " "), output: output)
        }
        return output
    }

    /// Whether programs of these names are to be had.
    public static func has(_ programs: String...) -> Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        return programs.allSatisfy { program in
            folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
    }
}
