internal import Diagnostics
internal import RecoveryLog
internal import Vocabulary

/// The reasons of outcomes in plain words: for somebody who stands before the machine.
enum Wording {
    static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

    static func text(_ error: any Error) -> String { (error as? any DiagnosticError)?.message ?? "\(error)" }

    /// The code of an error: its own, where it has one.
    static func code(_ error: any Error) -> ReasonCode { (error as? any ReasonBearing)?.reason ?? .unexpectedError }

    static func repaired(_ count: Int) -> String {
        "\(files(count)) removed; a second look found \(count == 1 ? "it" : "them") gone"
    }

    static func nothingFound(_ kept: Int) -> String {
        kept == 0
            ? "no file that a remedy names is on this Windows"
            : "\(files(kept)) that a remedy names may stay; nothing was changed"
    }

    static let noWindows = "no Windows installation on this volume"

    static func otherContent(_ type: String) -> String { "holds \(type), which cannot hold Windows" }

    static let hibernated =
        "Windows is hibernated (or was shut down with Fast Startup): changing its disk now could damage it. Nothing was "
        + "changed. Start Windows once, or set hibernated: discard, knowing that the open session is lost"

    static let discarding =
        "hiberfil.sys is removed: the suspended session of this Windows is given up, as the settings say"

    static let hibernationKept =
        "this Windows is hibernated, and its session stays: nothing is changed on this volume. Start it and shut it down "
        + "fully before it works with volumes that were changed"

    static let noRemedy =
        "there is no sound remedy, so that nothing could be looked for. Nothing was changed; mend the remedies that the "
        + "settings name, or make a new stick"

    static func otherHibernated(on device: String) -> String {
        "another Windows of this machine, on \(device), is hibernated and may hold this volume open. Nothing was changed. "
            + "Start that Windows once and shut it down fully"
    }

    static let dirtyRefused =
        "the volume is marked as dirty, or its mark cannot be read, and the settings say not to override that. Nothing was changed"

    static func lookOnly(_ count: Int) -> String {
        "\(files(count)) would be removed; nothing was changed because this run only looks"
    }

    static func locked(_ state: BitLockerState) -> String {
        let passwords = state.protectors.filter { $0.kind == .recoveryPassword }.map(\.id)
        if passwords.isEmpty {
            return
                "encrypted with BitLocker; it has no recovery password, so that only its own Windows or TPM can open it"
        }
        return "encrypted with BitLocker; the recovery key with id \(passwords.joined(separator: " or ")) opens it"
    }

    static func unreadableVolume(_ error: any Error) -> String { "cannot be read: \(text(error))" }

    static func cannotLook(_ error: any Error) -> String { "NTFS volume that cannot be looked at: \(text(error))" }

    static func cannotWrite(_ error: any Error, removed: Int) -> String {
        let start = removed == 0 ? "nothing was removed" : "\(files(removed)) removed, but the work did not end well"
        return "\(start): \(text(error))"
    }

    static func partly(_ removed: Int, _ reason: String) -> String { "\(files(removed)) removed, but: \(reason)" }

    static func cannotVerify(_ error: any Error) -> String {
        "removed, but the second look that should prove it failed: \(text(error))"
    }

    static func noCopy(_ path: String, error: (any Error)?) -> String {
        guard let error else { return "\(path) is removed without a copy: there is no stick to keep one on" }
        return "\(path) is removed without a copy: \(text(error))"
    }

    static func noCopyWanted(_ path: String) -> String { "\(path) is removed without a copy, as the settings say" }

    /// The outcome that the gravest of several problems leads to. A link is refused; everything else has failed.
    static func worst(_ problems: [TreeError]) -> (outcome: Outcome, code: ReasonCode, reason: String) {
        let gravest = problems.first { $0.kind != .link } ?? problems.first
        guard let gravest else { return (.failed, .unexpectedError, "something could not be looked at") }
        let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
        return (gravest.kind == .link ? .refused : .failed, gravest.reason, gravest.message + more)
    }
}
