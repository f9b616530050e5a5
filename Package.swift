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
        // The record of a run as a code on the screen, where no stick takes it: Debian keeps the library, 60 KB.
        systemLibrary("CQREncode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        // SHA-256 and sealed key files; in the image anyway, because libcryptsetup needs it.
        systemLibrary("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),
        .target(name: "CLinux"),

        // Both sides.
        // The words that host, agent, reports and tests share.
        module("Vocabulary"),
        module("Diagnostics", ["Vocabulary"]),
        module("Digests", ["COpenSSL"]),
        module("Timestamps"),
        module("YAMLTree", ["CYAML", "Diagnostics", "Vocabulary"]),
        module("Remedy", ["Diagnostics", "Digests", "Timestamps", "Vocabulary", "YAMLTree"]),
        module("RecoveryLog", ["CLinux", "Diagnostics", "Digests", "Timestamps", "Vocabulary"], exclude: ["Schema"]),
        module("DelimitedText"),
        module("RecoveryKeys", ["COpenSSL", "DelimitedText", "Diagnostics", "Vocabulary"]),
        module("RunSettings", ["Diagnostics", "RecoveryLog", "Vocabulary", "YAMLTree"]),

        // The agent's side: no Foundation.
        module("LinuxSystem", ["CBlkid", "CDeviceMapper", "CKmod", "CLinux", "Diagnostics", "Vocabulary"]),
        // Our own, because every NTFS library of Debian is a driver as well: a driver may list a folder that it cannot read
        // as if it were empty.
        module("NTFSReader", ["Diagnostics", "Vocabulary"]),
        module(
            "WindowsVolumes",
            ["CCryptsetup", "CHivex", "CLinux", "Diagnostics", "LinuxSystem", "NTFSReader", "Vocabulary"]),
        module("RepairEngine", ["Diagnostics", "Digests", "RecoveryLog", "Remedy", "Vocabulary"]),
        module(
            "RescueAgent",
            [
                "CQREncode", "Diagnostics", "LinuxSystem", "NTFSReader", "RecoveryKeys", "RecoveryLog", "Remedy",
                "RepairEngine", "RunSettings", "Timestamps", "Vocabulary", "WindowsVolumes", "YAMLTree",
            ]),
        .executableTarget(name: "unloop-agent", dependencies: ["RescueAgent"], swiftSettings: strict),

        // The host's side.
        // Apart from the writer, because it needs Foundation's JSON decoder.
        module("RecoveryLogReader", ["Diagnostics", "RecoveryLog", "Vocabulary"]),
        module(
            "FleetStore",
            [
                grdb, "CArchive", "CLinux", "Diagnostics", "Digests", "RecoveryLog", "RecoveryLogReader", "Timestamps",
                "Vocabulary",
            ],
            exclude: ["Schema"]),
        module(
            "FleetReport",
            [
                grdb, "DelimitedText", "Diagnostics", "Digests", "FleetStore", "RecoveryKeys", "RecoveryLog",
                "Timestamps", "Vocabulary",
            ],
            exclude: ["Schema"],
            // In the code, so that the program needs no file beside it.
            resources: [.embedInCode("Page/report.css"), .embedInCode("Page/report.js")]),
        module("DebianPackages", ["CArchive", "Diagnostics", "Digests", "Vocabulary"]),
        module("DiskImage", ["CFdisk", "Diagnostics", "Digests", "Vocabulary"]),
        module(
            "RescueImage",
            [
                "CArchive", "DebianPackages", "Diagnostics", "Digests", "DiskImage", "Remedy", "RunSettings",
                "Vocabulary", "YAMLTree",
            ]),
        module(
            "StickWriter",
            ["CArchive", "CLinux", "Diagnostics", "Digests", "DiskImage", "LinuxSystem", "RunSettings", "Vocabulary"]),
        module(
            "UnloopCommands",
            [
                argumentParser, "CArchive", "DebianPackages", "Diagnostics", "Digests", "DiskImage", "FleetReport",
                "FleetStore", "LinuxSystem", "RecoveryKeys", "RecoveryLog", "RecoveryLogReader", "Remedy",
                "RescueImage", "RunSettings", "StickWriter", "Timestamps", "Vocabulary",
            ]),
        .executableTarget(name: "unloop", dependencies: ["UnloopCommands"], swiftSettings: strict),

        // Not shipped: parsers under libFuzzer, by scripts/fuzz.
        module(
            "Fuzzing",
            [
                "Diagnostics", "FleetStore", "LinuxSystem", "NTFSReader", "RecoveryKeys", "RecoveryLog",
                "RecoveryLogReader", "Remedy", "RunSettings", "Vocabulary", "WindowsVolumes",
            ]),
        .executableTarget(name: "unloop-fuzz", dependencies: ["Fuzzing"], swiftSettings: strict),

        // Not shipped: the sticks of a whole fleet, for tests and scripts/bench.
        module(
            "FleetSimulation",
            ["Diagnostics", "RecoveryLog", "RepairEngine", "RepairFakes", "Timestamps", "Vocabulary"]),
        .executableTarget(name: "unloop-fleet", dependencies: ["FleetSimulation"], swiftSettings: strict),

        // Tests.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        // Volumes in memory on which every fault can be forced, for the engine.
        .target(
            name: "RepairFakes", dependencies: ["Diagnostics", "RecoveryLog", "Remedy", "RepairEngine", "Vocabulary"],
            path: "Tests/RepairFakes", swiftSettings: strict),
        module("VMLab", ["Diagnostics", "Digests", "Vocabulary"]),
        tests("VocabularyTests", ["TestSupport", "Vocabulary"]),
        tests("DiagnosticsTests", ["Diagnostics", "Digests", "Vocabulary"]),
        tests("TimestampsTests", ["Diagnostics", "Timestamps", "Vocabulary"]),
        tests("YAMLTreeTests", ["Diagnostics", "Vocabulary", "YAMLTree"]),
        tests("RemedyTests", ["Diagnostics", "Digests", "Remedy", "Timestamps", "Vocabulary", "YAMLTree"]),
        tests(
            "RecoveryLogTests",
            ["Diagnostics", "Digests", "RecoveryLog", "RecoveryLogReader", "Timestamps", "Vocabulary"]),
        tests("RunSettingsTests", ["Diagnostics", "RecoveryLog", "RunSettings", "Vocabulary"]),
        tests(
            "FleetStoreTests",
            [
                grdb, "Diagnostics", "FleetSimulation", "FleetStore", "RecoveryLog", "RecoveryLogReader", "TestSupport",
                "Timestamps", "Vocabulary",
            ]),
        tests(
            "FleetReportTests",
            [
                grdb, "Diagnostics", "FleetReport", "FleetSimulation", "FleetStore", "RecoveryLog", "TestSupport",
                "Timestamps", "Vocabulary",
            ],
            resources: [.copy("Browser")]),
        tests("RecoveryKeysTests", ["DelimitedText", "Diagnostics", "RecoveryKeys", "TestSupport", "Vocabulary"]),
        tests(
            "FuzzingTests",
            [
                "Diagnostics", "FleetStore", "Fuzzing", "LinuxSystem", "NTFSReader", "RecoveryKeys",
                "RecoveryLogReader", "Remedy", "Vocabulary", "WindowsVolumes",
            ]),
        tests("LinuxSystemTests", ["Diagnostics", "LinuxSystem", "Vocabulary"]),
        tests("NTFSReaderTests", ["Diagnostics", "Fuzzing", "NTFSReader", "TestSupport", "Vocabulary"]),
        tests("WindowsVolumesTests", ["Diagnostics", "NTFSReader", "TestSupport", "Vocabulary", "WindowsVolumes"]),
        tests(
            "RepairEngineTests",
            ["Diagnostics", "Digests", "RecoveryLog", "Remedy", "RepairEngine", "RepairFakes", "Vocabulary"]),
        tests(
            "RescueAgentTests",
            [
                "Diagnostics", "LinuxSystem", "RecoveryKeys", "RecoveryLog", "Remedy", "RepairEngine", "RescueAgent",
                "RunSettings", "TestSupport", "Timestamps", "Vocabulary",
            ]),
        tests("DebianPackagesTests", ["DebianPackages", "Diagnostics", "Digests", "Vocabulary"]),
        tests("DiskImageTests", ["Diagnostics", "Digests", "DiskImage", "VMLab", "Vocabulary"]),
        tests(
            "StickWriterTests",
            ["Diagnostics", "Digests", "DiskImage", "LinuxSystem", "StickWriter", "TestSupport", "VMLab", "Vocabulary"]),
        tests(
            "RescueImageTests",
            [
                "CArchive", "DebianPackages", "Diagnostics", "Digests", "DiskImage", "RescueImage", "Vocabulary",
                "YAMLTree",
            ]),
        tests(
            "UnloopCommandsTests",
            [
                argumentParser, "Diagnostics", "RecoveryKeys", "RecoveryLog", "RecoveryLogReader", "RescueImage",
                "StickWriter", "TestSupport", "Timestamps", "UnloopCommands", "Vocabulary",
            ]),
        tests(
            "BootTests",
            ["Diagnostics", "Digests", "RecoveryLog", "RecoveryLogReader", "TestSupport", "VMLab", "Vocabulary"]),
    ],
    swiftLanguageModes: [.v6]
)
