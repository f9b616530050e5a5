internal import LinuxSystem

/// Where the record of this run is, kept outside the agent's memory: whoever comes after a crash goes on there.
enum CurrentLog {
    static func remember(_ path: String) {
        guard let file = try? OpenFile.open(AgentPaths.currentLog, for: .creating) else { return }
        try? file.write(Array(path.utf8), at: 0)
    }

    static func recall() -> String? {
        (try? OpenFile.open(AgentPaths.currentLog).readAll(limit: 4096)).map { String(decoding: $0, as: UTF8.self) }
    }
}
