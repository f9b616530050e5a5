/// Which files are meant, and what is done about them.
public struct RemedyRule: Sendable, Equatable {
    /// What is done about a file.
    public enum Action: String, Sendable {
        /// It is removed, after a copy was made in `quarantine/`.
        case remove
    }

    /// The folder that holds the files, as names beneath the Windows folder, such as
    /// `["System32", "drivers", "CrowdStrike"]`. Never empty; compared without regard to case.
    public let folder: [String]
    /// The names of the files.
    public let name: NamePattern
    /// What must all hold for a file of that name to be meant. Without conditions every file of that name is.
    public let only: RemedyConditions
    /// What must all hold for a file to be kept after all. Without conditions none is.
    public let except: RemedyConditions
    /// What is done.
    public let action: Action

    /// A rule from its parts. Rules that come from a file are checked by `Remedy.parse`.
    public init(
        folder: [String], name: NamePattern, only: RemedyConditions = RemedyConditions(),
        except: RemedyConditions = RemedyConditions(), action: Action = .remove
    ) {
        self.folder = folder
        self.name = name
        self.only = only
        self.except = except
        self.action = action
    }

    /// Whether a decision needs the file's hash.
    public var needsDigest: Bool { !only.sha256.isEmpty || !except.sha256.isEmpty }

    /// What to do about a file in the rule's folder.
    public func decision(for file: FileFacts) -> RemedyDecision {
        guard name.matches(file.name) else { return .keep("its name does not match \(name)") }
        switch only.judge(file) {
        case .fails(let reason): return .keep(reason)
        case .unknown(let reason): return .undecided(reason)
        case .holds(let onlyReasons):
            let meant = (["its name matches \(name)"] + onlyReasons).joined(separator: " and ")
            guard !except.isEmpty else { return carryOut(meant) }
            switch except.judge(file) {
            case .holds(let reasons): return .keep(reasons.joined(separator: " and "))
            case .fails(let reason): return carryOut("\(meant), and \(reason)")
            case .unknown(let reason): return .undecided(reason)
            }
        }
    }

    /// What the rule's action means for a file that is meant. An action of another kind needs a decision of its own.
    private func carryOut(_ reason: String) -> RemedyDecision {
        switch action {
        case .remove: .remove(reason)
        }
    }
}
