internal import RunSettings

/// Settings as a stick brings them, as an editor leaves them, and as a boot loader gives them.
enum SettingsSeeds {
    static let all: [[UInt8]] = [
        Array(SettingsFile.template.utf8), Array(text.utf8),
        [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, Array(commandLine.utf8),
    ]

    static let words =
        SettingKey.allCases.flatMap { ["\($0.rawValue): ", "unloop.\($0.rawValue)="] } + [
            "true\n", "false\n", "wait", "reboot", "poweroff", "always", "never", "refuse", "discard", "override",
            "large",
            "repaired: ", "nothing-to-do: ", "otherwise: ", "unloop.mode=look", "[", "]", "{", "}", "\t", "# ", "\r\n",
            "\"",
            "'", "- ", "---\n", "&a ", "*a", "\u{FEFF}", "\u{202E}", ",", ":", "~", ".yaml",
        ]

    private static let text = """
        remedies:
        \t- crowdstrike-291
        \t- next.yaml
        look-only: yes
        then: {repaired: reboot, nothing-to-do: poweroff, otherwise: wait}
        ask: never
        key-tries: 25
        hibernated: discard
        dirty: refuse
        removable: repair
        keep-copies: off
        label: "Ward 7: Zürich"
        beep: off
        text-size: large

        """

    private static let commandLine =
        "quiet unloop.remedies=a,b unloop.then=repaired:reboot,locked:wait unloop.ask=never \"unloop.label=Ward 7\" "
        + "unloop.look-only=true unloop.mode=repair unloop.beep=off"
}
