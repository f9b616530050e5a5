internal import RecoveryLog

/// A file of a simulated stick.
public struct SimulatedFile: Sendable {
    /// What became of a log after it was written.
    enum Fate: Sendable, Equatable {
        /// It is as it was written.
        case whole
        /// A copy that has only the first lines, and perhaps a piece of the next one.
        case cut(lines: Int, isTorn: Bool)
        /// Somebody changed a word near the end.
        case edited
        /// One sector never reached the medium.
        case zeroed
        /// The first line cannot be read.
        case headless
    }

    private let run: SimulatedRun?
    private let fate: Fate
    private let foreign: (name: String, content: [UInt8])

    /// The log of a run, as it was written.
    public init(_ run: SimulatedRun) { self.init(run, .whole) }

    init(_ run: SimulatedRun, _ fate: Fate) {
        self.run = run
        self.fate = fate
        foreign = ("", [])
    }

    init(foreign name: String, _ content: String) {
        run = nil
        fate = .whole
        foreign = (name, Array(content.utf8))
    }

    /// The path on the stick.
    public func path() throws -> String { try run?.path() ?? "logs/\(foreign.name)" }

    /// The content.
    public func content() throws -> [UInt8] {
        guard let run else { return foreign.content }
        var lines = try run.record().log.split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
        switch fate {
        case .whole: break
        case .cut(let count, let isTorn):
            let count = min(count, lines.count - 1)
            let torn = isTorn && count < lines.count ? Array(lines[count].prefix(lines[count].count / 2)) : []
            lines = lines.prefix(count) + [torn]
        case .edited: change(&lines[lines.count - 1], "\"reason\":\"", "\"reason\":\"!")
        case .zeroed:
            let place = min(3, lines.count - 2)
            for index in lines[place].indices.dropLast() { lines[place][index] = 0 }
        case .headless: lines[0][0] = UInt8(ascii: "#")
        }
        return Array(lines.joined())
    }

    private func change(_ line: inout [UInt8], _ old: String, _ new: String) {
        guard let place = line.firstRange(of: Array(old.utf8)) else { return }
        line.replaceSubrange(place, with: new.utf8)
    }
}
