internal import Vocabulary

extension SettingsFile {
    /// A file that says the defaults, with a comment on each setting; lines end with CR LF for old editors.
    public static let template = templateText.replacing("\n", with: "\r\n")

    private static let templateText = """
        # Settings of the Unloop stick. Change the words after the colons and save. Lines with # are comments.
        # A mistake affects only its own setting: the screen names the line, and the stick does less, never more.
        # "unloop settings check unloop.yaml" finds mistakes beforehand.

        # Which files are removed. Without this line: those of all built-in remedies. With it: only those of the remedies
        # named here, which are built in or in the folder remedies on this stick (only files named here are used).
        # remedies: [crowdstrike-291]

        # true: only look, and list what would be removed. Nothing is written to the machine.
        look-only: false

        # After the outcome: wait (for a key), reboot or poweroff; or one for each outcome, for example
        # {repaired: reboot, nothing-to-do: reboot, otherwise: wait}. The outcomes are repaired, nothing-to-do, locked,
        # refused, failed and no-windows.
        then: wait

        # Whether to ask for a BitLocker key: always or never.
        ask: always

        # How many keys are tried on a locked volume. Those whose ID fits come first, then those of this computer, then all
        # others. A key takes up to a second; any key press stops it.
        key-tries: 1000

        # A Windows that is hibernated, or was shut down with Fast Startup: refuse leaves it alone; discard drops its
        # suspended session where a file has to be removed, and unsaved work in it is lost.
        hibernated: refuse

        # A volume that Windows has marked for a check: override the mark, or refuse to change the volume.
        dirty: override

        # A Windows on a USB disk: leave it alone, or repair it as well (for a disk that was taken out of its machine).
        removable: leave

        # true: removed files are first copied to the folder quarantine on this stick.
        keep-copies: true

        # A batch or site, which appears in every record, such as "Ward 7".
        label: ""

        # The layout of the keyboard, for passphrases; recovery keys can be typed with any. One of:
        \(keyboards)
        keyboard: us

        # on or off: tones announce the outcome.
        beep: on

        # Letters on the screen: automatic, normal or large.
        text-size: automatic

        """

    /// The names of the layouts as comments, with at most 116 characters a line.
    private static let keyboards: String = {
        var lines = ["#"]
        let names = KeyboardLayout.allCases.map(\.rawValue)
        for (index, name) in names.enumerated() {
            let word = index == names.count - 1 ? " \(name)." : " \(name),"
            if lines[lines.count - 1].count + word.count > 116 { lines.append("#") }
            lines[lines.count - 1] += word
        }
        return lines.joined(separator: "\n")
    }()
}
