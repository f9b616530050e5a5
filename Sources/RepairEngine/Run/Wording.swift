internal import Diagnostics
internal import RecoveryLog
internal import Vocabulary

/// The reasons of outcomes in plain words, for the person at the machine.
enum Wording {
    static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

    static func text(_ error: any Error) -> String { (error as? any DiagnosticError)?.message ?? "\(error)" }

    /// The code of an error: its own, where it has one.
    static func code(_ error: any Error) -> ReasonCode { (error as? any ReasonBearing)?.reason ?? .unexpectedError }

    static func repaired(_ count: Int) -> String {
        "\(files(count)) removed and confirmed gone"
    }

    static func nothingFound(_ kept: Int) -> String {
        kept == 0
            ? "no bad file found"
            : "no bad file found; \(files(kept)) of a similar name can stay"
    }

    static let noWindows = "no Windows on this volume"

    static func virtualDisks(_ first: [String], of count: Int) -> String {
        let more = count > 1 ? " and \(count - 1) more virtual disks were" : " was"
        return "no Windows outside of virtual disks; \(first.joined(separator: "/"))\(more) not looked into"
    }

    static func otherContent(_ type: String) -> String { "holds \(type), which cannot hold Windows" }

    static let hibernated =
        "Windows is hibernated or was shut down with Fast Startup; changing its disk now could damage it. Nothing was "
        + "changed"

    static let discarding =
        "removing hiberfil.sys: the settings say to give up the suspended session of this Windows"

    static let hibernationKept =
        "Windows is hibernated and its session was kept, because nothing had to be removed here. Start it once and shut it "
        + "down fully before it uses volumes that were changed"

    static let noRemedy =
        "no valid remedy loaded; nothing was checked or changed"

    static func otherHibernated(on device: String) -> String {
        "another Windows, on \(device), is hibernated and may have this volume open. Nothing was changed"
    }

    static let dirtyRefused =
        "the volume is marked dirty, or its mark cannot be read, and the settings forbid overriding that. Nothing was changed"

    static func lookOnly(_ count: Int) -> String {
        "\(files(count)) would be removed; this run only looks, so nothing was changed"
    }

    static func removable(_ count: Int) -> String {
        "on a removable medium; \(files(count)) would be removed, but removable media are left alone. Nothing was changed"
    }

    static func onlyRemovable(_ device: String) -> String {
        "the only Windows found is on a removable medium (\(device)), which was left alone"
    }

    static let lockedRemovable = "BitLocker on a removable medium, which was left alone"

    static func locked(_ state: BitLockerState) -> String {
        let passwords = state.protectors.filter { $0.kind == .recoveryPassword }.map(\.id)
        if passwords.isEmpty {
            return
                "BitLocker without a recovery password; only its own Windows or TPM can open it"
        }
        return "BitLocker; needs the recovery key with ID \(passwords.joined(separator: " or "))"
    }

    static func folder(_ path: [String]) -> String {
        "\(path.joined(separator: "/")): a folder with a bad file's name; Windows cannot load it, so it was left alone"
    }

    static func unreadableVolume(_ error: any Error) -> String { "cannot be read: \(text(error))" }

    static func cannotLook(_ error: any Error) -> String { "NTFS volume cannot be checked: \(text(error))" }

    static func cannotWrite(_ error: any Error, removed: Int) -> String {
        let start = removed == 0 ? "nothing was removed" : "\(files(removed)) removed, then the repair failed"
        return "\(start): \(text(error))"
    }

    static func cannotRehearse(_ error: any Error) -> String {
        "nothing was removed, because the removal could not be tried in memory first: \(text(error))"
    }

    static func unsafeRemoval(_ count: Int, losing path: [String]) -> String {
        "a trial in memory showed that removing \(files(count)) would also lose \(path.joined(separator: "/")). Nothing was "
            + "changed"
    }

    static func unsafeRemoval(_ count: Int, leaving path: [String]) -> String {
        "a trial in memory showed that removing \(files(count)) would leave \(path.joined(separator: "/")) behind. Nothing "
            + "was changed"
    }

    static func unsafeRemoval(_ count: Int, _ error: any Error) -> String {
        "a trial in memory showed that removing \(files(count)) would damage the folder: \(text(error)). Nothing was changed"
    }

    /// - Parameters:
    ///   - gone: How many files a second look found gone.
    ///   - removed: How many were removed, as far as the driver said.
    static func partly(_ gone: Int, of removed: Int, _ reason: String) -> String {
        if gone == 0, removed > 0 { return "the removal is not confirmed: \(reason)" }
        return "\(files(gone)) removed, but \(reason)"
    }

    static func cannotVerify(_ error: any Error) -> String {
        "the removal is not confirmed, because the check afterwards failed: \(text(error))"
    }

    static func noCopy(_ path: String, error: (any Error)?) -> String {
        guard let error else { return "\(path): removed without a copy, because there is no stick to keep one on" }
        return "\(path): removed without a copy: \(text(error))"
    }

    static func noCopy(_ unreadable: TreeError) -> String { "\(unreadable.message); it will be removed without a copy" }

    static func noCopyWanted(_ path: String) -> String { "\(path): removed without a copy, as the settings say" }

    /// The outcome that the gravest of several problems leads to. A link is refused; everything else has failed.
    static func worst(_ problems: [TreeError]) -> (outcome: Outcome, code: ReasonCode, reason: String) {
        let gravest =
            problems.first { $0.kind == .lostName } ?? problems.first { $0.kind.forbidsWriting }
            ?? problems.first { $0.kind != .link } ?? problems.first
        guard let gravest else { return (.failed, .unexpectedError, "something could not be checked") }
        let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
        return (gravest.kind == .link ? .refused : .failed, gravest.reason, gravest.message + more)
    }
}
