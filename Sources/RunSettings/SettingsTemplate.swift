extension SettingsFile {
    /// A file that says the defaults, with a comment on each setting; lines end with CR LF for old editors.
    public static let template = templateText.replacing("\n", with: "\r\n")

    private static let templateText = """
        # Settings of the Unloop stick. Change what is behind a colon and save; what follows a # is a comment.
        # A mistake costs only its own setting: the screen names the line, and the stick does less, never more.
        # "unloop settings check unloop.yaml" finds mistakes beforehand.

        # Which files are removed. Without this line: what all remedies that are built in name. With it: these only, from
        # the folder remedies on this stick (a file is used only when it is named here) or built in.
        # remedies: [crowdstrike-291]

        # true: only look, and tell what would be removed. Nothing is written to the machine.
        look-only: false

        # After the outcome: wait (for a key), reboot or poweroff. Or one for each outcome, for example
        # {repaired: reboot, nothing-to-do: reboot, otherwise: wait}; there are repaired, nothing-to-do, locked, refused,
        # failed, no-windows.
        then: wait

        # May somebody be asked for a BitLocker key? always or never.
        ask: always

        # A Windows that is hibernated, or was shut down with Fast Startup: refuse leaves it alone; discard gives its
        # suspended session up where something has to be removed. What was not saved in it is lost.
        hibernated: refuse

        # A volume that Windows has marked for a check: override the mark, or refuse to change the volume.
        dirty: override

        # true: what is removed is first copied to the folder quarantine on this stick.
        keep-copies: true

        # A batch or site, which appears in every record, such as "Ward 7".
        label: ""

        # The layout of the keyboard, for passphrases: us, uk, de, fr, es, it, pt, br, be, ch, ch-fr, ca, cz, dk, fi, hu,
        # jp, no, pl, se, tr or dvorak. Recovery keys can be typed with any.
        keyboard: us

        # on or off: tones tell the outcome.
        beep: on

        # Letters on the screen: automatic, normal or large.
        text-size: automatic

        """
}
