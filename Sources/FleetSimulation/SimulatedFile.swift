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

    /// The name of the file.
    public let name: String
    private let run: SimulatedRun?
    private let fate: Fate
    private let foreign: [UInt8]

    init(_ run: SimulatedRun, _ fate: Fate) {
        name = "\(run.fileName).jsonl"
        self.run = run
        self.fate = fate
        foreign = []
    }

    init(foreign name: String, _ content: String) {
        self.name = name
        run = nil
        fate = .whole
        foreign = Array(content.utf8)
    }

    /// The content.
    public func content() throws -> [UInt8] {
        guard let run else { return foreign }
        var lines = try run.lines()
        switch fate {
        case .whole: break
        case .cut(let count, let isTorn):
            let torn = isTorn && count < lines.count ? Array(lines[count].prefix(lines[count].count / 2)) : []
            lines = lines.prefix(count) + [torn]
        case .edited: change(&lines[lines.count - 3], "reason ", "Reason ")
        case .zeroed: for index in lines[3].indices.dropLast() { lines[3][index] = 0 }
        case .headless: lines[0][0] = UInt8(ascii: "#")
        }
        return Array(lines.joined())
    }

    private func change(_ line: inout [UInt8], _ old: String, _ new: String) {
        guard let place = line.firstRange(of: Array(old.utf8)) else { return }
        line.replaceSubrange(place, with: new.utf8)
    }
}
