// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A C library of the operating system, found by pkg-config and installed from the named Debian package.
func systemLibrary(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
/// SQLite itself, as GRDB links it.
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "unloop",
    products: [
        .executable(name: "unloop", targets: ["unloop"]),
        .executable(name: "unloop-agent", targets: ["unloop-agent"]),
    ],
    dependencies: [
        // Commands, help, completion scripts and man pages from one declaration.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // What was collected, in a SQLite file that every other tool opens: migrations, transactions, statements.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // C: libraries, and what Swift's Glibc does not show.
        // .deb and other archives in process, without spawning tar.
        systemLibrary("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
        // Partition tables as sfdisk writes them.
        systemLibrary("CFdisk", pkgConfig: "fdisk", apt: "libfdisk-dev"),
        // Modules by modalias, with dependencies and blacklists, as modprobe does.
        systemLibrary("CKmod", pkgConfig: "libkmod", apt: "libkmod-dev"),
        // Content and GUIDs of partitions.
        systemLibrary("CBlkid", pkgConfig: "blkid", apt: "libblkid-dev"),
        // Snapshots in memory over a disk that must not be written.
        systemLibrary("CDeviceMapper", pkgConfig: "devmapper", apt: "libdevmapper-dev"),
        // BitLocker: keys and mappings.
        systemLibrary("CCryptsetup", pkgConfig: "libcryptsetup", apt: "libcryptsetup-dev"),
        // Windows registry hives.
        systemLibrary("CHivex", pkgConfig: "hivex", apt: "libhivex-dev"),
        // YAML with line numbers and without Foundation (Yams needs it, which would add 50 MB to the image).
        systemLibrary("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        // Deflate: the agent reads zip files by it. The image has it anyway, 120 KB.
        systemLibrary("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        // The record of a run as a code on the screen, where no stick takes it: Debian keeps the library, 60 KB.
        systemLibrary("CQREncode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        // SHA-256, sealed key files and signatures; in the image anyway, because libcryptsetup needs it.
        systemLibrary("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),
        .target(name: "CLinux"),

        // Both sides.
        // The words that host, agent, reports and tests share.
        module("Vocabulary"),
        module("Diagnostics", ["Vocabulary"]),
        module("Digests", ["COpenSSL"]),
        // What is written whole or not at all, and what killed programs leave.
        module("AtomicFiles", ["CLinux", "Diagnostics", "Vocabulary"]),
        // Passphrases and keys in memory: locked, out of dumps, wiped.
        module("Secrets", ["CLinux", "COpenSSL"]),
        module("Signatures", ["COpenSSL", "Diagnostics", "Secrets"]),
        module("Timestamps"),
        // One writer, and the escapes that both readers share: the log's is fast, that of keys wipes what it read.
        module("JSONCoding", ["Vocabulary"]),
        module("YAMLTree", ["CYAML", "Diagnostics"]),
        module("Remedy", ["Diagnostics", "Digests", "Timestamps", "Vocabulary", "YAMLTree"]),
        module(
            "RecoveryLog",
            ["CLinux", "Diagnostics", "Digests", "JSONCoding", "Signatures", "Timestamps", "Vocabulary"],
            exclude: ["Schema"]),
        module("DelimitedText"),
        module("ZipFiles", ["CZlib"]),
        module(
            "RecoveryKeys",
            ["COpenSSL", "DelimitedText", "Diagnostics", "JSONCoding", "Secrets", "Vocabulary", "ZipFiles"]),
        module("RunSettings", ["Diagnostics", "RecoveryLog", "Vocabulary", "YAMLTree"]),

        // Partition tables and FAT, read: strictly what Unloop wrote, tolerantly what others have.
        module("DiskFormats", ["Diagnostics", "Digests"]),
        // Disks, files and mounts.
        module("LinuxSystem", ["CBlkid", "CLinux", "Diagnostics", "Vocabulary"]),

        // The agent's side: no Foundation.
        // What a program needs that runs a whole machine. Apart, so that nothing on the host links libkmod or libdevmapper.
        module(
            "LinuxMachine", ["CDeviceMapper", "CKmod", "CLinux", "Diagnostics", "LinuxSystem", "Vocabulary"]),
        // Our own, because every NTFS library of Debian is a driver as well: a driver may list a folder that it cannot read
        // as if it were empty.
        module("NTFSReader", ["Diagnostics", "Vocabulary"]),
        // Our own, because libldm is a program's library over GLib, and which volume a partition is part of is all that is asked.
        module("DynamicDisks", ["Diagnostics", "DiskFormats", "NTFSReader"]),
        module(
            "WindowsVolumes",
            [
                "CCryptsetup", "CHivex", "COpenSSL", "Diagnostics", "LinuxMachine", "LinuxSystem", "NTFSReader",
                "Secrets",
                "Vocabulary",
            ]),
        module("RepairEngine", ["Diagnostics", "Digests", "RecoveryLog", "Remedy", "Timestamps", "Vocabulary"]),
        // The machine's disks, as the repair engine works on them.
        module(
            "MachineVolumes",
            [
                "Diagnostics", "DiskFormats", "DynamicDisks", "LinuxMachine", "LinuxSystem", "NTFSReader",
                "RecoveryLog", "Remedy", "RepairEngine", "Vocabulary", "WindowsVolumes",
            ]),
        module(
            "AgentScreen",
            [
                "CQREncode", "LinuxMachine", "LinuxSystem", "RecoveryKeys", "RecoveryLog", "RunSettings", "Secrets",
                "Timestamps", "Vocabulary",
            ]),
        module(
            "RescueAgent",
            [
                "AgentScreen", "Diagnostics", "LinuxMachine", "LinuxSystem", "MachineVolumes", "RecoveryKeys",
                "RecoveryLog", "Remedy", "RepairEngine", "RunSettings", "Secrets", "Signatures", "Timestamps",
                "Vocabulary", "WindowsVolumes", "YAMLTree",
            ]),
        .executableTarget(name: "unloop-agent", dependencies: ["RescueAgent"], swiftSettings: strict),

        // The host's side.
        // libarchive, in one place: named formats and filters, names whatever the locale, limits, warnings by policy.
        module("Archives", ["CArchive", "Diagnostics"]),
        // Apart from the writer, because the agent only writes: what reads a foreign log has no place in the image.
        module(
            "RecoveryLogReader",
            ["Diagnostics", "JSONCoding", "RecoveryLog", "Signatures", "Timestamps", "Vocabulary"]),
        module(
            "FleetStore",
            [
                grdb, sqlite, "Archives", "CLinux", "Diagnostics", "Digests", "DiskFormats", "RecoveryLog",
                "RecoveryLogReader", "Timestamps", "Vocabulary",
            ],
            exclude: ["Schema"]),
        module(
            "FleetReport",
            [
                grdb, "DelimitedText", "Diagnostics", "Digests", "FleetStore", "JSONCoding", "RecoveryKeys",
                "RecoveryLog", "TextTables", "Timestamps", "Vocabulary",
            ],
            exclude: ["Schema"],
            // In the code, so that the program needs no file beside it.
            resources: [.embedInCode("Page/report.css"), .embedInCode("Page/report.js")]),
        module("HostPrograms", ["CLinux", "Diagnostics"]),
        module("TextTables"),
        module("DebianPackages", ["Archives", "AtomicFiles", "Diagnostics", "Digests", "HostPrograms"]),
        module(
            "DiskImage",
            ["AtomicFiles", "CFdisk", "Diagnostics", "Digests", "DiskFormats", "HostPrograms", "Vocabulary"]),
        module(
            "RescueImage",
            [
                "Archives", "AtomicFiles", "DebianPackages", "Diagnostics", "Digests", "DiskFormats", "DiskImage",
                "HostPrograms", "Remedy", "RunSettings", "Vocabulary", "YAMLTree",
            ]),
        module(
            "StickWriter",
            [
                "Archives", "CLinux", "Diagnostics", "Digests", "DiskFormats", "DiskImage", "LinuxSystem",
                "RunSettings", "Vocabulary",
            ]),
        // Disks of machines that are not started, repaired by the image in a virtual machine.
        module(
            "OfflineRepair",
            [
                "Archives", "AtomicFiles", "CLinux", "Diagnostics", "Digests", "DiskFormats", "DiskImage",
                "HostPrograms", "LinuxSystem", "RecoveryLog", "RecoveryLogReader", "StickWriter", "Vocabulary",
            ]),
        module(
            "UnloopCommands",
            [
                argumentParser, "AtomicFiles", "Diagnostics", "FleetReport", "FleetStore", "JSONCoding", "LinuxSystem",
                "OfflineRepair", "RecoveryKeys", "RecoveryLog", "RecoveryLogReader", "Remedy", "RescueImage",
                "RunSettings",
                "Secrets", "Signatures", "StickWriter",
                "TextTables", "Timestamps", "Vocabulary",
            ]),
        .executableTarget(name: "unloop", dependencies: ["UnloopCommands"], swiftSettings: strict),

        // Not shipped: parsers under libFuzzer, by scripts/fuzz.
        module(
            "Fuzzing",
            [
                "Archives", "DiskFormats", "FleetReport", "FleetStore", "LinuxSystem", "NTFSReader", "RecoveryKeys",
                "RecoveryLog", "RecoveryLogReader", "Remedy", "RunSettings", "Secrets", "Signatures", "Vocabulary",
                "WindowsVolumes",
            ]),
        .executableTarget(name: "unloop-fuzz", dependencies: ["Fuzzing"], swiftSettings: strict),

        // Not shipped: the sticks of a whole fleet, for tests and scripts/bench.
        module(
            "FleetSimulation",
            ["Diagnostics", "RecoveryLog", "RepairEngine", "RepairFakes", "Timestamps", "Vocabulary"]),
        .executableTarget(name: "unloop-fleet", dependencies: ["FleetSimulation"], swiftSettings: strict),
        // Tries keys on a volume, for the bench.
        .executableTarget(name: "unloop-tries", dependencies: ["WindowsVolumes"], swiftSettings: strict),

        // Tests.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        // Volumes in memory on which every fault can be forced, for the engine.
        .target(
            name: "RepairFakes", dependencies: ["Diagnostics", "RecoveryLog", "Remedy", "RepairEngine", "Vocabulary"],
            path: "Tests/RepairFakes", swiftSettings: strict),
        module("VMLab", ["Diagnostics", "Digests", "HostPrograms"]),
        tests("JSONCodingTests", ["JSONCoding"]),
        tests(
            "VocabularyTests",
            [
                "Diagnostics", "LinuxSystem", "RecoveryLog", "RepairEngine", "RepairFakes", "TestSupport", "Vocabulary",
                "WindowsVolumes",
            ]),
        tests("DiagnosticsTests", ["Digests"]),
        tests("AtomicFilesTests", ["AtomicFiles", "Diagnostics", "TestSupport"]),
        tests("SignaturesTests", ["Diagnostics", "Signatures", "TestSupport"]),
        tests("TimestampsTests", ["Timestamps"]),
        tests("YAMLTreeTests", ["Diagnostics", "Vocabulary", "YAMLTree"]),
        tests("RemedyTests", ["Diagnostics", "Digests", "Remedy", "Timestamps", "Vocabulary"]),
        tests(
            "RecoveryLogTests",
            [
                "Diagnostics", "Digests", "RecoveryLog", "RecoveryLogReader", "Signatures", "TestSupport",
                "Timestamps", "Vocabulary",
            ]),
        tests("RunSettingsTests", ["RecoveryLog", "RunSettings", "Vocabulary"]),
        tests(
            "FleetStoreTests",
            [
                grdb, "Diagnostics", "FleetSimulation", "FleetStore", "RecoveryLog", "TestSupport", "Timestamps",
                "Vocabulary",
            ]),
        tests(
            "FleetReportTests",
            [
                grdb, "Diagnostics", "FleetReport", "FleetSimulation", "FleetStore", "RecoveryLog", "TestSupport",
                "Timestamps", "Vocabulary",
            ],
            resources: [.copy("Browser")]),
        tests(
            "RecoveryKeysTests",
            ["DelimitedText", "Diagnostics", "RecoveryKeys", "Secrets", "TestSupport", "Vocabulary"]),
        tests("SecretsTests", ["Secrets", "TestSupport"]),
        tests(
            "FuzzingTests",
            [
                "Archives", "Diagnostics", "DiskFormats", "FleetReport", "FleetStore", "Fuzzing", "LinuxSystem",
                "NTFSReader", "RecoveryKeys", "RecoveryLogReader", "Remedy", "Secrets", "Vocabulary", "WindowsVolumes",
            ]),
        tests(
            "LinuxSystemTests", ["CBlkid", "Diagnostics", "LinuxMachine", "LinuxSystem", "TestSupport", "Vocabulary"]),
        tests("DynamicDisksTests", ["Diagnostics", "DynamicDisks", "NTFSReader", "TestSupport"]),
        tests("NTFSReaderTests", ["Diagnostics", "Fuzzing", "NTFSReader", "TestSupport"]),
        tests("WindowsVolumesTests", ["Diagnostics", "NTFSReader", "TestSupport", "Vocabulary", "WindowsVolumes"]),
        tests(
            "RepairEngineTests",
            ["Diagnostics", "RecoveryLog", "Remedy", "RepairEngine", "RepairFakes", "Vocabulary"]),
        tests(
            "AgentScreenTests",
            [
                "AgentScreen", "LinuxMachine", "RecoveryKeys", "RecoveryLog", "RunSettings", "Secrets", "TestSupport",
                "Timestamps",
                "Vocabulary",
            ]),
        tests(
            "MachineVolumesTests",
            [
                "Diagnostics", "DiskFormats", "LinuxSystem", "MachineVolumes", "RecoveryLog", "Remedy", "RepairEngine",
                "TestSupport", "Vocabulary", "WindowsVolumes",
            ]),
        tests(
            "RescueAgentTests",
            [
                "AgentScreen", "Diagnostics", "LinuxMachine", "LinuxSystem", "MachineVolumes", "RecoveryKeys",
                "RecoveryLog", "RecoveryLogReader", "Remedy", "RepairEngine", "RescueAgent", "RunSettings",
                "Secrets", "Signatures", "TestSupport", "Vocabulary",
            ]),
        tests("HostProgramsTests", ["Diagnostics", "HostPrograms"]),
        tests("ArchivesTests", ["Archives", "Diagnostics", "TestSupport"]),
        tests("DiskFormatsTests", ["Diagnostics", "Digests", "DiskFormats", "TestSupport"]),
        tests(
            "DebianPackagesTests",
            ["DebianPackages", "Diagnostics", "Digests", "HostPrograms", "TestSupport", "Vocabulary"]),
        tests(
            "DiskImageTests",
            ["Diagnostics", "DiskFormats", "DiskImage", "TestSupport", "VMLab", "Vocabulary"]),
        tests(
            "StickWriterTests",
            [
                "Diagnostics", "Digests", "DiskFormats", "DiskImage", "LinuxSystem", "StickWriter", "TestSupport",
                "VMLab", "Vocabulary",
            ]),
        tests(
            "OfflineRepairTests",
            ["Diagnostics", "DiskFormats", "OfflineRepair", "TestSupport", "Vocabulary"]),
        tests(
            "RescueImageTests",
            [
                "Archives", "DebianPackages", "Diagnostics", "Digests", "DiskFormats", "HostPrograms", "RescueImage",
                "TestSupport", "Vocabulary", "YAMLTree",
            ]),
        tests(
            "UnloopCommandsTests",
            [
                argumentParser, "Diagnostics", "HostPrograms", "OfflineRepair", "RecoveryLog", "RecoveryLogReader",
                "RescueImage",
                "RunSettings", "Signatures", "StickWriter", "TestSupport", "Timestamps", "UnloopCommands", "Vocabulary",
            ]),
        // The guides say what the code says.
        tests(
            "DocumentationTests",
            [
                argumentParser, grdb, "FleetReport", "FleetStore", "RunSettings", "TestSupport", "UnloopCommands",
                "Vocabulary",
            ]),
        tests(
            "BootTests",
            [
                "Diagnostics", "Digests", "DiskFormats", "HostPrograms", "NTFSReader", "RecoveryLog",
                "RecoveryLogReader", "TestSupport", "VMLab", "Vocabulary",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
