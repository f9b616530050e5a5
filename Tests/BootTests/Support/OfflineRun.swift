import Foundation
import TestSupport
import Testing

/// One run of `unloop repair`, and what it printed.
struct OfflineRun {
    /// What its JSON says of a machine.
    struct Machine: Decodable, Equatable {
        let machine: String
        let outcome: String
        let committed: Bool

        init(_ machine: String, _ outcome: String, isCommitted: Bool = false) {
            (self.machine, self.outcome, committed) = (machine, outcome, isCommitted)
        }
    }

    private struct Document: Decodable { let machines: [Machine] }

    let status: Int32
    let output: String
    private let machines: [Machine]
    private let folder: String

    /// - Parameters:
    ///   - groups: The machines' disks by their names.
    ///   - before: What is done first.
    init(_ bench: Bench, groups: [String: [String]], _ words: [String] = [], before: () throws -> Void = {}) throws {
        try before()
        folder = bench.folder.appendingPathComponent("records").path
        let disks = groups.sorted { $0.key < $1.key }.flatMap { ["--group", $0.key] + $0.value }
        let all =
            ["repair", "--image", ImageUnderTest.networkTree, "--log", folder, "--format", "json"] + words + disks
        let result = try Self.unloop(all)
        (status, output) = (result.status, result.output + result.errors)
        machines = (try? JSONDecoder().decode(Document.self, from: Data(result.output.utf8)).machines) ?? []
    }

    subscript(name: String) -> Machine? { machines.first { $0.machine == name } }

    /// All files of the records.
    var records: [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.map { "\(folder)/\($0)" }.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    /// Puts a machine's disks back.
    func undo(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let result = try Self.unloop(["undo", "\(folder)/\(name)"])
        #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
    }

    /// The records are read as those of sticks are.
    func expectCollected(machines: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let database = folder + ".sqlite"
        let collected = try Self.unloop(["log", "collect", folder, "--into", database])
        #expect([0, 2].contains(collected.status), "\(collected.errors)", sourceLocation: sourceLocation)
        let report = try Self.unloop(["log", "report", database, "--format", "csv"])
        #expect(report.status == 0, "\(report.errors)", sourceLocation: sourceLocation)
        let lines = report.output.split(whereSeparator: \.isNewline).count
        #expect(lines == machines + 1, "\(report.output)", sourceLocation: sourceLocation)
    }

    private static func unloop(_ words: [String]) throws -> (status: Int32, output: String, errors: String) {
        guard let path = UnloopCommand.path else { throw BenchError("unloop is not compiled") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        // Messages are few: they fit into the pipe while the output is read.
        let said = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: said, as: UTF8.self),
            String(decoding: complained, as: UTF8.self)
        )
    }
}
