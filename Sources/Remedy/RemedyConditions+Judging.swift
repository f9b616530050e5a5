internal import Timestamps

extension RemedyConditions {
    /// Whether conditions hold, with the reasons in plain words, as they follow "because".
    enum Judgement: Equatable {
        case holds([String])
        case fails(String)
        case unknown(String)
    }

    /// Judges a file. One condition that fails decides, also when another cannot be judged.
    func judge(_ file: FileFacts) -> Judgement {
        let judgements = [judgeModified(file), judgeSize(file), judgeHeader(file), judgeDigest(file)].compactMap { $0 }
        var reasons: [String] = []
        var unknown: Judgement?
        for judgement in judgements {
            switch judgement {
            case .holds(let more): reasons += more
            case .fails: return judgement
            case .unknown: unknown = unknown ?? judgement
            }
        }
        return unknown ?? .holds(reasons)
    }

    private func judgeModified(_ file: FileFacts) -> Judgement? {
        if modifiedFrom == nil && modifiedUntil == nil { return nil }
        let modified = UTCTime(seconds: file.modified)
        if let from = modifiedFrom, modified < from { return .fails("it was changed at \(modified), before \(from)") }
        if let until = modifiedUntil, modified >= until {
            return .fails("it was changed at \(modified), not before \(until)")
        }
        return .holds(["it was changed at \(modified)"])
    }

    private func judgeSize(_ file: FileFacts) -> Judgement? {
        if minimumSize == nil && maximumSize == nil { return nil }
        if let minimum = minimumSize, file.size < minimum {
            return .fails("it has \(file.size) bytes, fewer than \(minimum)")
        }
        if let maximum = maximumSize, file.size > maximum {
            return .fails("it has \(file.size) bytes, more than \(maximum)")
        }
        return .holds(["it has \(file.size) bytes"])
    }

    private func judgeHeader(_ file: FileFacts) -> Judgement? {
        guard let wanted = header else { return nil }
        guard let header = file.header else { return .unknown("its first bytes could not be read") }
        let found = header.dropFirst(wanted.offset).prefix(wanted.bytes.count)
        return found.elementsEqual(wanted.bytes)
            ? .holds(["its header is the known one"]) : .fails("its header is not the known one")
    }

    private func judgeDigest(_ file: FileFacts) -> Judgement? {
        if sha256.isEmpty { return nil }
        guard let digest = file.sha256 else { return .unknown("its content could not be read") }
        return sha256.contains(digest)
            ? .holds(["its hash is a known one"]) : .fails("its hash is none of the known ones")
    }
}
