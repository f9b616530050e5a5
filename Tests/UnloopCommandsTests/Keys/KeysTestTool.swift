internal import Foundation

/// The built command line tool, as a user runs it.
enum KeysTestTool {
    /// Beside the test bundle; nil if the tool was not built.
    static let path: String? = {
        let folder = Bundle.main.executableURL?.deletingLastPathComponent()
        return [folder, folder?.deletingLastPathComponent()].compactMap { $0?.appendingPathComponent("unloop").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    struct Result {
        let status: Int32
        let output: String
        let errors: String
        /// All that was printed.
        var text: String { output + errors }
    }

    /// Runs the tool in a folder to its end, without a terminal.
    static func run(_ arguments: String..., input: String = "", in folder: URL) throws -> Result {
        try run(arguments, input: input, in: folder)
    }

    /// Runs the tool in a folder to its end, without a terminal.
    static func run(_ arguments: [String], input: String = "", in folder: URL) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "/nonexistent")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let (output, errors) = (folder.appendingPathComponent(".out"), folder.appendingPathComponent(".err"))
        for file in [output, errors] { try Data().write(to: file) }
        let source = Pipe()
        process.standardInput = source
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        source.fileHandleForWriting.write(Data(input.utf8))
        try source.fileHandleForWriting.close()
        process.waitUntilExit()
        let result = Result(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
        for file in [output, errors] { try FileManager.default.removeItem(at: file) }
        return result
    }
}
