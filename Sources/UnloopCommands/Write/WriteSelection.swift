internal import ArgumentParser
internal import Diagnostics
internal import Foundation
internal import LinuxSystem
internal import RecoveryLog
internal import StickWriter
internal import Vocabulary

/// Which disks are written: those that were named, or all removable ones. One named disk that must not be written is reason
/// enough to write none, for the command line was not what its author thought.
struct WriteSelection {
    /// The exit code of a refusal.
    static let refusal = ExitCode(3)

    let candidates: [StickCandidate]
    let allowsFixed: Bool
    let serials: [String]
    private(set) var chosen: [StickCandidate] = []

    init(candidates: [StickCandidate], allowsFixed: Bool, serials: [String]) {
        self.candidates = candidates
        self.allowsFixed = allowsFixed
        self.serials = serials
    }

    /// Chooses, or tells what was refused and ends the command.
    mutating func choose(_ paths: [String], allRemovable: Bool) throws {
        var refused: [WriteCommandError] = []
        for path in paths {
            let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            guard let candidate = candidates.first(where: { $0.device.path == real }) else {
                refused.append(
                    WriteCommandError(
                        .refused, "\(path): is no whole disk that could be a stick; \"unloop write\" lists them"))
                continue
            }
            if chosen.contains(where: { $0.device.path == real }) { continue }
            let reasons = try lifted(candidate)
            if reasons.isEmpty { chosen.append(candidate) }
            refused += reasons.map { WriteCommandError(.refused, "\(path): \($0)") }
        }
        if allRemovable {
            let others = candidates.filter { other in !chosen.contains { $0.device.path == other.device.path } }
            chosen += others.filter { $0.refusals.isEmpty && $0.saysRemovable }
            if chosen.isEmpty {
                refused.append(WriteCommandError(.refused, "there is no removable disk to write; plug one in"))
            }
        }
        guard refused.isEmpty else {
            StandardError.write(refused.map { "unloop: \(displaySafe($0.description, limit: 1000))\n" }.joined())
            throw Self.refusal
        }
    }

    /// What still speaks against a disk when those that may be lifted are.
    private func lifted(_ candidate: StickCandidate) throws -> [String] {
        let others = candidate.refusals.filter { $0 != .notRemovable }
        guard allowsFixed, !candidate.isRemovable, others.isEmpty else { return candidate.refusals.map(\.description) }
        guard let serial = candidate.serial else { return ["it tells no serial number, so that nobody can confirm it"] }
        if serials.contains(serial) { return [] }
        guard serials.isEmpty else { return ["its serial number is \(serial), which --serial does not give"] }
        let answer = try WriteConfirmation.line(
            "\(candidate.device.path) is not removable. Type its serial number (\(serial)) to write it: ")
        return answer == serial ? [] : ["the serial number was not confirmed"]
    }
}
