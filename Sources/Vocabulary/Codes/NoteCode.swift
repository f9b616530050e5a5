/// What a `note` event is about. The raw values are stable and stand in logs.
public enum NoteCode: String, Sendable, CaseIterable, Hashable {
    // The settings.
    case settings
    case badSetting = "bad-setting"
    case lateSettings = "late-settings"
    case badImage = "bad-image"
    case noRemedy = "no-remedy"
    case unusedRemedies = "unused-remedies"
    case keyboard

    // The stick.
    case noStick = "no-stick"
    case stickFull = "stick-full"
    case stickUnusable = "stick-unusable"
    case stickLost = "stick-lost"
    case stickFound = "stick-found"
    case stickMended = "stick-mended"
    case severalSticks = "several-sticks"

    // Keys.
    case openKeys = "open-keys"
    case badKey = "bad-key"
    case unreadableKeys = "unreadable-keys"
    case unreadKeys = "unread-keys"
    case keysTried = "keys-tried"
    case notSigned = "not-signed"

    // Devices.
    case notSettled = "not-settled"
    case unreadableDevice = "unreadable-device"
    case partitionTable = "partition-table"
    case samePartition = "same-partition"
    case raidMember = "raid-member"
    case raidAssembly = "raid-assembly"
    case raidRelease = "raid-release"
    case networkAddresses = "network-addresses"
    case bootNext = "boot-next"

    // Volumes.
    case detail
    case unreadFolder = "unread-folder"
    case folderNotFile = "folder-not-file"
    case noCopy = "no-copy"
    case hibernationKept = "hibernation-kept"
    case hibernationDiscarded = "hibernation-discarded"

    /// What the code says, in one phrase: for documents and the log's schema.
    public var meaning: String {
        switch self {
        case .settings: "every setting in force and where it comes from"
        case .badSetting: "a mistake in the settings; the value that does less holds"
        case .lateSettings: "the stick came after work had begun, so its choice of remedies was not used"
        case .badImage: "the image's description of itself cannot be read"
        case .noRemedy: "no valid remedy was loaded"
        case .unusedRemedies: "remedy files on the stick that no setting names"
        case .keyboard: "the keyboard layout could not be set"
        case .noStick: "no stick takes the log"
        case .stickFull: "the stick has no room for copies of removed files"
        case .stickUnusable: "a stick was found that the log cannot be written to"
        case .stickLost: "the stick stopped taking the log"
        case .stickFound: "the log goes on here after a stick was lost or full"
        case .stickMended: "the stick's file system had not been unmounted and was repaired"
        case .severalSticks: "another stick of the same image is attached; the stricter of each setting holds"
        case .openKeys: "a key file lies unsealed on the stick"
        case .badKey: "an entry of a key file cannot be used"
        case .unreadableKeys: "a key file cannot be read"
        case .unreadKeys: "a file with keys lies in a place that is not read"
        case .keysTried: "how many keys were tried on a locked volume, and how many were not"
        case .notSigned: "the signing key stayed sealed, so the log is not signed"
        case .notSettled: "devices kept appearing until the time limit; some disks may have been missed"
        case .unreadableDevice: "a disk or partition cannot be read"
        case .partitionTable:
            "a damaged partition table was read from its sound copy, or is not used; nothing was written"
        case .samePartition: "two entries of a partition table name the same place; it is looked at once"
        case .raidMember: "a disk is part of an array; only the array is looked at"
        case .raidAssembly: "an array could not be put together"
        case .raidRelease: "an array could not be released"
        case .networkAddresses: "hardware addresses of network cards found after the start"
        case .bootNext: "whether the firmware was set to start Windows next"
        case .detail: "the full chain of causes behind an outcome"
        case .unreadFolder: "a folder that is most likely no Windows could not be read"
        case .folderNotFile: "a folder bears a bad file's name; Windows cannot load it"
        case .noCopy: "a file was removed without a copy"
        case .hibernationKept: "a hibernated Windows was left as it is because nothing had to go"
        case .hibernationDiscarded: "a suspended session was given up, as the settings say"
        }
    }
}
