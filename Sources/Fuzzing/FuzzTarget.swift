/// A parser that reads what others wrote, with what must hold whatever it is given.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// Files of recovery keys, of every form.
    case keys
    /// Key files sealed with a passphrase.
    case sealed
    /// Both halves of keys that sign logs.
    case signingKey = "signing-key"
    /// The metadata of BitLocker volumes.
    case bitlocker
    /// The boot sector of NTFS volumes, two records of their file table, and the restart pages of their journal.
    case ntfs
    /// The folders and the file table of NTFS volumes.
    case folders
    /// What is on a disk or partition, as libblkid recognises it.
    case partitions
    /// Remedies, and with them all YAML.
    case remedy
    /// Logs of runs.
    case log
    /// Logs that are collected.
    case collect
    /// The media of sticks that are not mounted.
    case stick
    /// Partition tables of disks, and the metadata of firmware arrays.
    case gpt
    /// FAT volumes.
    case fat
    /// The heads of virtual disks.
    case virtualDisk = "virtual-disk"
    /// Zip archives, of logs and of keys.
    case zip
    /// The sheets of spreadsheets.
    case sheets
    /// Lists of machines, compared with the machines of a collection.
    case inventory
    /// Settings of runs, from a file and from words of a kernel command line.
    case settings

    /// Reads one input. A promise that is not kept ends the process, as a crash does.
    public func run(_ input: [UInt8]) {
        switch self {
        case .keys: readKeys(input)
        case .sealed: openSealed(input)
        case .signingKey: readSigningKey(input)
        case .bitlocker: readBitLocker(input)
        case .ntfs: readNTFS(input)
        case .folders: readFolders(input)
        case .partitions: recogniseContent(input)
        case .remedy: readRemedy(input)
        case .log: readLog(input)
        case .collect: collectLog(input)
        case .stick: readStick(input)
        case .gpt: readPartitionTable(input)
        case .fat: readFAT(input)
        case .virtualDisk: readVirtualDisk(input)
        case .zip:
            readZip(input)
            readContainer(input)
        case .sheets: readContainer(ZipSeeds.stored(ZipSeeds.sheet, input))
        case .inventory: compareInventory(input)
        case .settings: readSettings(input)
        }
    }

    /// Inputs to begin with: sound ones, which the fuzzer then changes.
    public var seeds: [[UInt8]] {
        switch self {
        case .keys: KeySeeds.all
        case .sealed: SealedSeeds.all
        case .signingKey: SigningKeySeeds.all
        case .bitlocker: [VolumeSeeds.bitLocker]
        case .ntfs: [VolumeSeeds.ntfs]
        case .folders: FolderSeeds.all
        case .partitions: [VolumeSeeds.ntfs, VolumeSeeds.bitLocker, VolumeSeeds.partitionTable]
        case .remedy: RemedySeeds.all
        case .log, .collect: LogSeeds.all
        case .stick: StickSeeds.all
        case .gpt: DiskSeeds.tables
        case .fat: DiskSeeds.volumes
        case .virtualDisk: VirtualDiskSeeds.all
        case .zip: ZipSeeds.all
        case .sheets: ZipSeeds.sheets
        case .inventory: InventorySeeds.all
        case .settings: SettingsSeeds.all
        }
    }

    /// Words of the format, which chance would not find.
    public var dictionary: [String] {
        switch self {
        case .keys: KeySeeds.words
        case .sealed: ["age-encryption.org/v1\n", "-> scrypt ", "-> X25519 ", "--- "]
        case .signingKey: SigningKeySeeds.words
        case .bitlocker: ["-FVE-FS-", "MSWIN4.1"]
        case .ntfs: ["NTFS    ", "FILE", "RSTR"]
        case .folders: ["NTFS    ", "FILE", "INDX", "$\0I\03\00\0"]
        case .partitions: ["NTFS    ", "-FVE-FS-", "EFI PART", "FAT32   "]
        case .remedy: RemedySeeds.words
        case .log, .collect: LogSeeds.words
        case .stick: ["UNLOOP-LOG ", "EFI PART", "JSO", "LOGS       ", "\u{0F}"]
        case .gpt: ["EFI PART", "UNLOOP-LOG", "Intel Raid ISM Cfg Sig. "]
        case .fat: ["UNLOOP-LOG ", "RRaA", "rrAa", "\u{0F}", ".          ", "..         "]
        case .virtualDisk: VirtualDiskSeeds.words
        case .zip: ["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "PK\u{7}\u{8}", "a.jsonl"]
        case .sheets: ["<row r=\"", "<c r=\"", "<c t=\"s\">", "<v>", "<t>", "</c>", "<![CDATA[", "<!--", "&amp;"]
        case .inventory: InventorySeeds.words
        case .settings: SettingsSeeds.words
        }
    }

    /// The longest input that is worth trying, in bytes.
    public var longestInput: Int {
        switch self {
        // A GUID partition table alone has 17 KiB; a file table.
        case .partitions, .gpt, .folders: 32_768
        // One long line, or a few.
        case .log, .collect: 1024
        // A FAT with a folder.
        case .stick, .fat, .virtualDisk: 16_384
        case .signingKey: 256
        case .keys, .sealed, .bitlocker, .ntfs, .remedy, .zip, .sheets, .inventory, .settings: 4096
        }
    }
}
