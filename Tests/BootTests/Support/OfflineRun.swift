import Foundation
import HostPrograms
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
    ///   - signal: What the program is sent when it says `moment`.
    ///   - before: What is done first.
    init(
        _ bench: Bench, groups: [String: [String]], _ words: [String] = [], signal: CInt? = nil, at moment: String = "",
        before: () throws -> Void = {}
    ) throws {
        try before()
        folder = bench.folder.appendingPathComponent("records").path
        let disks = groups.sorted { $0.key < $1.key }.flatMap { ["--group", $0.key] + $0.value }
        let all =
            ["repair", "--image", ImageUnderTest.networkTree, "--log", folder, "--format", "json"] + words + disks
        let result = try Self.unloop(all, signal: signal, at: moment)
        (status, output) = result
        let said = result.output
        let document = said.range(of: "{\"machines\"").map { said[$0.lowerBound...] } ?? ""
        machines = (try? JSONDecoder().decode(Document.self, from: Data(document.utf8)).machines) ?? []
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
        #expect(result.status == 0, "\(result.output)", sourceLocation: sourceLocation)
    }

    /// The records are read as those of sticks are.
    func expectCollected(machines: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let database = folder + ".sqlite"
        let collected = try Self.unloop(["log", "collect", folder, "--into", database])
        #expect([0, 2].contains(collected.status), "\(collected.output)", sourceLocation: sourceLocation)
        let report = try Self.unloop(["log", "report", database, "--format", "csv", "--quiet"])
        #expect(report.status == 0, "\(report.output)", sourceLocation: sourceLocation)
        let lines = report.output.split(whereSeparator: \.isNewline).count
        #expect(lines == machines + 1, "\(report.output)", sourceLocation: sourceLocation)
    }

    /// Runs the program, whose messages come before its document.
    private static func unloop(
        _ words: [String], signal: CInt? = nil, at moment: String = ""
    ) throws -> (status: CInt, output: String) {
        guard let path = UnloopCommand.path else { throw BenchError("unloop is not compiled") }
        let program = try RunningProgram([path] + words, output: .together)
        var said: [UInt8] = []
        var isSent = signal == nil
        try program.forEachPiece { piece in
            said += piece
            guard !isSent, let signal, String(decoding: said, as: UTF8.self).contains(moment) else { return }
            program.kill(signal)
            isSent = true
        }
        return (try program.wait(), String(decoding: said, as: UTF8.self))
    }
}
