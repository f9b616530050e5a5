internal import YAMLTree

/// What the boot menu offers; the same on every medium and firmware.
public struct BootMenu: Sendable, Equatable {
    /// An entry that starts the rescue system.
    public struct Entry: Sendable, Equatable {
        public let title: String
        /// What is added to the kernel command line.
        public let arguments: String
    }

    /// Seconds until the first entry starts by itself.
    public let timeout: Int
    /// The kernel command line of all entries.
    public let commandLine: String
    /// The first one is the default.
    public let entries: [Entry]
    /// The title of the last entry, which hands the machine back to its own disk.
    public let diskTitle: String

    public init(timeout: Int, commandLine: String, entries: [Entry], diskTitle: String) {
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
            throw try value(key).error("the character \(character.debugDescription) has a meaning to GRUB; leave it out")
        }
        return text
    }
}
