internal import Diagnostics
internal import Foundation
internal import LinuxSystem
internal import StickWriter
internal import Vocabulary

/// Which disks are written: those that were named, or all removable ones. One named disk that must not be written is reason
/// enough to write none, for the command line was not what its author thought.
struct WriteSelection {
    let candidates: [StickCandidate]
    let allowsFixed: Bool
    let serials: [String]
    let confirmation: WriteConfirmation
    private(set) var chosen: [StickCandidate] = []

    init(candidates: [StickCandidate], allowsFixed: Bool, serials: [String], confirmation: WriteConfirmation) {
        self.candidates = candidates
        self.allowsFixed = allowsFixed
        self.serials = serials
        self.confirmation = confirmation
    }

    /// Chooses, or says what was refused and ends the command.
    mutating func choose(_ paths: [String], allRemovable: Bool) throws {
        var refused: [WriteCommandError] = []
        for path in paths {
            let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            guard let candidate = candidates.first(where: { $0.device.path == real }) else {
                refused.append(
                    WriteCommandError(
                        .refused, "\(path): not a whole disk that can become a stick; \"unloop write\" lists them"))
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
                refused.append(WriteCommandError(.refused, "no removable disk to write; plug one in"))
            }
        }
        guard refused.isEmpty else {
            for error in refused { confirmation.console.complain(error) }
            throw ExitStatus.objection
        }
    }

    /// What still speaks against a disk, once the user has confirmed what may be confirmed.
    private func lifted(_ candidate: StickCandidate) throws -> [String] {
        let others = candidate.refusals.filter { $0 != .notRemovable }
        guard allowsFixed, !candidate.isRemovable, others.isEmpty else { return candidate.refusals.map(\.description) }
        guard let serial = candidate.serial else { return ["reports no serial number, so it cannot be confirmed"] }
        if serials.contains(serial) { return [] }
        guard serials.isEmpty else { return ["serial number \(serial) is not given with --serial"] }
        let answer = try confirmation.line(
            "\(candidate.device.path) is not removable. Type its serial number (\(serial)) to write it: ")
        return answer == serial ? [] : ["the serial number was not confirmed"]
    }
}
