internal import Vocabulary

extension KeyRing {
    /// All keys that could open a volume, the likeliest first; those that are as likely as each other in the order in
    /// which they came. A secret that is listed more than once comes once, where it is the likeliest.
    public func keys(for target: KeyTarget) -> [(entry: KeyEntry, likelihood: KeyLikelihood)] {
        let judge = LikelihoodJudge(target)
        var ranks: [[KeyEntry]] = Array(repeating: [], count: KeyLikelihood.allCases.count)
        for entry in entries {
            let likelihood = judge.likelihood(of: entry)
            // A key that is filed under one of the protectors is tried whatever it is said to be.
            guard likelihood == .certain || target.kinds.contains(entry.secret.protectorKind) else { continue }
            ranks[likelihood.rawValue].append(entry)
        }
        var seen: Set<KeySecret> = []
        return KeyLikelihood.allCases.flatMap { likelihood in
            ranks[likelihood.rawValue].filter { seen.insert($0.secret).inserted }.map { ($0, likelihood) }
        }
    }
}

/// Compares what is said about keys with what is known about a volume.
private struct LikelihoodJudge {
    private let target: KeyTarget
    private let name: String?
    private let shortName: String?
    private let serialNumber: String?

    init(_ target: KeyTarget) {
        self.target = target
        name = target.computerName.map(ComputerName.comparable).flatMap { $0.isEmpty ? nil : $0 }
        shortName = name.map { String($0.prefix(ComputerName.netBIOSLength)) }
        serialNumber = target.serialNumber.flatMap { $0.isEmpty ? nil : $0.lowercased() }
    }

    func likelihood(of entry: KeyEntry) -> KeyLikelihood {
        let facts = entry.facts
        if let protector = facts.protectorID { return target.protectors.contains(protector) ? .certain : .other }
        if entry.candidates.contains(where: target.protectors.contains) { return .candidate }
        if entry.origin == .typed { return .typed }
        if let serialNumber, facts.serialNumber?.lowercased() == serialNumber { return .sameComputer }
        guard let text = facts.computerName else { return facts.serialNumber == nil ? .anonymous : .other }
        let other = ComputerName.comparable(text)
        if other == name { return .sameComputer }
        return String(other.prefix(ComputerName.netBIOSLength)) == shortName ? .similarName : .other
    }
}
