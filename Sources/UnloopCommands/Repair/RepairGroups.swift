internal import OfflineRepair

/// Which disks belong to which machine, by their order on the command line.
enum RepairGroups {
    /// Stands before a machine's name among the disks: no shell gives it by chance.
    private static let mark = "\u{1D}"

    /// A command line in which every `--group NAME` leaves a mark among the disks, for the parser keeps no order between
    /// options and arguments.
    static func marked(_ arguments: [String]) -> [String] {
        guard arguments.first == Verb.repair.name else { return arguments }
        var marked: [String] = []
        var isName = false
        for (index, word) in arguments.enumerated() {
            if word == "--" && !isName { return marked + arguments[index...] }
            marked.append(word)
            if isName {
                marked.append(mark + word)
            } else if word.hasPrefix("--group=") {
                marked.append(mark + word.dropFirst("--group=".count))
            }
            isName = word == "--group" && !isName
        }
        return marked
    }

    /// The name that a mark stands for; nil for a disk.
    static func name(of word: String) -> String? { word.hasPrefix(mark) ? String(word.dropFirst(mark.count)) : nil }

    /// The machines.
    ///
    /// - Parameters:
    ///   - words: Disks and marks.
    ///   - groups: The names, where nothing left marks.
    static func machines(_ words: [String], groups: [String]) throws -> [OfflineMachine] {
        var loose: [String] = []
        var grouped: [(name: String, disks: [String])] = []
        for word in words {
            if let name = name(of: word) {
                grouped.append((name, []))
            } else if grouped.isEmpty {
                loose.append(word)
            } else {
                grouped[grouped.count - 1].disks.append(word)
            }
        }
        if grouped.isEmpty, let only = groups.first, groups.count == 1 { (grouped, loose) = ([(only, loose)], []) }
        let machines =
            try OfflineMachine.each(loose) + grouped.map { try OfflineMachine(name: $0.name, disks: $0.disks) }
        try OfflineMachine.checkDistinct(machines)
        return machines
    }
}
