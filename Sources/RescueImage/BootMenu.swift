internal import YAMLTree

/// What the boot menu offers; the same on every medium and firmware.
struct BootMenu: Sendable, Equatable {
    /// An entry that starts the rescue system.
    struct Entry: Sendable, Equatable {
        let title: String
        /// What is added to the kernel command line.
        let arguments: String
    }

    /// Seconds until the first entry starts by itself.
    let timeout: Int
    /// The kernel command line of all entries.
    let commandLine: String
    /// The first one is the default.
    let entries: [Entry]
    /// The title of the last entry, which hands the machine back to its own disk.
    let diskTitle: String

    init(timeout: Int, commandLine: String, entries: [Entry], diskTitle: String) {
        self.timeout = timeout
        self.commandLine = commandLine
        self.entries = entries
        self.diskTitle = diskTitle
    }

    init(_ reader: YAMLReader) throws(YAMLError) {
        try reader.rejectUnknownKeys(["timeout", "command-line", "entries", "start-from-disk"])
        var entries: [Entry] = []
        for entry in try reader.sequence("entries") {
            try entry.rejectUnknownKeys(["title", "arguments"])
            entries.append(
                Entry(
                    title: try entry.grubText("title"), arguments: try entry.grubText("arguments")))
        }
        guard !entries.isEmpty else { throw try reader.value("entries").error("name at least one entry") }
        self.init(
            timeout: try reader.integer("timeout", in: 0...3600), commandLine: try reader.grubText("command-line"),
            entries: entries, diskTitle: try reader.grubText("start-from-disk"))
    }
}

extension YAMLReader {
    /// A text that means nothing but itself in GRUB's script language within single quotes or on a command line.
    fileprivate func grubText(_ key: String) throws(YAMLError) -> String {
        let text = try string(key)
        let special = Set<Character>("'\"\\$`{};|&<>#\n\r\t")
        if let character = text.first(where: special.contains) {
            throw try value(key).error(
                "the character \(character.debugDescription) has a special meaning to GRUB; leave it out")
        }
        return text
    }
}
