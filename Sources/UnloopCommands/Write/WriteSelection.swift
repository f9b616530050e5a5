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
    private(set) var chosen: [Choice] = []

    /// A disk that is to be written, open from now on; or why it cannot be opened.
    struct Choice {
        let candidate: StickCandidate
        let disk: Result<ConfirmedDisk, StickWriterError>

        init(_ candidate: StickCandidate) {
            self.candidate = candidate
            disk = Result { () throws(StickWriterError) in try ConfirmedDisk(candidate.device) }
        }
    }

    init(candidates: [StickCandidate], allowsFixed: Bool, serials: [String], confirmation: WriteConfirmation) {
        self.candidates = candidates
        self.allowsFixed = allowsFixed
        self.serials = serials
        self.confirmation = confirmation
    }

    /// Chooses, or says what was refused and ends the command.
    mutating func choose(_ paths: [String], allRemovable: Bool) throws {
        var refused: [any DiagnosticError] = []
        for path in paths {
            let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            guard let candidate = candidates.first(where: { $0.device.path == real }) else {
                refused.append(
                    WriteCommandError(
                        .refused, "\(path): not a whole disk that can become a stick; \"unloop write\" lists them"))
                continue
            }
            if isChosen(candidate) { continue }
            let reasons = objections(to: candidate)
            refused += reasons.map { WriteCommandError(.refused, "\(path): \($0)") }
            if !reasons.isEmpty { continue }
            // Open before anything is asked.
            let choice = Choice(candidate)
            if case .failure(let error) = choice.disk {
                refused.append(error)
            } else if try isConfirmed(candidate) {
                chosen.append(choice)
            } else {
                refused.append(WriteCommandError(.refused, "\(path): the serial number was not confirmed"))
            }
        }
        if allRemovable {
            chosen += candidates.filter { $0.refusals.isEmpty && $0.saysRemovable && !isChosen($0) }.map(Choice.init)
            if chosen.isEmpty {
                refused.append(WriteCommandError(.refused, "no removable disk to write; plug one in"))
            }
        }
        guard refused.isEmpty else {
            for error in refused { confirmation.console.complain(error) }
            throw ExitStatus.objection
        }
    }

    private func isChosen(_ candidate: StickCandidate) -> Bool {
        chosen.contains { $0.candidate.device.path == candidate.device.path }
    }

    /// What speaks against a disk, whatever the user confirms.
    private func objections(to candidate: StickCandidate) -> [String] {
        let others = candidate.refusals.filter { $0 != .notRemovable }
        guard allowsFixed, !candidate.isRemovable, others.isEmpty else { return candidate.refusals.map(\.description) }
        guard let serial = candidate.serial else { return ["reports no serial number, so it cannot be confirmed"] }
        return serials.isEmpty || serials.contains(serial) ? [] : ["serial number \(serial) is not given with --serial"]
    }

    /// Whether the user has given, or now gives, the serial number of a disk that is not removable.
    private func isConfirmed(_ candidate: StickCandidate) throws -> Bool {
        guard candidate.refusals.contains(.notRemovable), let serial = candidate.serial, !serials.contains(serial)
        else {
            return true
        }
        let answer = try confirmation.line(
            "\(candidate.device.path) is not removable. Type its serial number (\(serial)) to write it: ")
        return answer == serial
    }
}
