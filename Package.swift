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
        module("Diagnostics"),
        module("Digests", ["COpenSSL"]),
        module("Timestamps"),
        module("YAMLTree", ["CYAML", "Diagnostics"]),
        module("Remedy", ["Diagnostics", "Digests", "Timestamps", "YAMLTree"]),
        module("RecoveryLog", ["CLinux", "Diagnostics", "Digests", "Timestamps"], exclude: ["Schema"]),
        module("DelimitedText"),
        // Partition tables and FAT, read: strictly what Unloop wrote, tolerantly what comes back. No Foundation.
        module("DiskFormats", ["Diagnostics", "Digests"]),
        module("RecoveryKeys", ["COpenSSL", "DelimitedText", "Diagnostics"]),
        module("RunSettings", ["Diagnostics", "RecoveryLog", "YAMLTree"]),

        // The agent's side: no Foundation.
        module("LinuxSystem", ["CLinux", "CKmod", "CBlkid", "CDeviceMapper", "Diagnostics"]),
        module("WindowsVolumes", ["CLinux", "CCryptsetup", "CHivex", "Diagnostics", "LinuxSystem"]),
        module("RepairEngine", ["Diagnostics", "Digests", "Remedy", "RecoveryLog"]),
        module(
            "RescueAgent",
            [
                "CQREncode", "Diagnostics", "LinuxSystem", "RecoveryKeys", "RecoveryLog", "Remedy", "RepairEngine",
                "RunSettings", "Timestamps", "WindowsVolumes", "YAMLTree",
            ]),
        .executableTarget(name: "unloop-agent", dependencies: ["RescueAgent"], swiftSettings: strict),

        // The host's side.
        // libarchive, in one place: named formats and filters, names whatever the locale, limits, warnings by policy.
        module("Archives", ["CArchive", "Diagnostics"]),
        // Apart from the writer, because it needs Foundation's JSON decoder.
        module("RecoveryLogReader", ["Diagnostics", "RecoveryLog"]),
        module(
            "FleetStore",
            [
                grdb, "Archives", "CLinux", "Diagnostics", "Digests", "DiskFormats", "RecoveryLog", "RecoveryLogReader",
                "Timestamps",
            ],
            exclude: ["Schema"]),
        module(
            "FleetReport",
            [
                grdb, "DelimitedText", "Diagnostics", "Digests", "FleetStore", "RecoveryKeys", "RecoveryLog",
                "Timestamps",
            ],
            exclude: ["Schema"],
            // In the code, so that the program needs no file beside it.
            resources: [.embedInCode("Page/report.css"), .embedInCode("Page/report.js")]),
        module("DebianPackages", ["Archives", "Diagnostics", "Digests"]),
        module("DiskImage", ["CFdisk", "Diagnostics", "Digests", "DiskFormats"]),
        module(
            "RescueImage",
            [
                "Archives", "DebianPackages", "Diagnostics", "Digests", "DiskFormats", "DiskImage", "Remedy",
                "RunSettings", "YAMLTree",
            ]),
        module(
            "StickWriter",
            ["Archives", "CLinux", "Diagnostics", "Digests", "DiskFormats", "DiskImage", "LinuxSystem", "RunSettings"]),
        module(
            "UnloopCommands",
            [
                argumentParser, "Archives", "DebianPackages", "Diagnostics", "Digests", "DiskImage", "FleetReport",
                "FleetStore", "LinuxSystem", "RecoveryKeys", "RecoveryLog", "RecoveryLogReader", "Remedy",
                "RescueImage", "RunSettings", "StickWriter", "Timestamps",
            ]),
        .executableTarget(name: "unloop", dependencies: ["UnloopCommands"], swiftSettings: strict),

        // Not shipped: parsers under libFuzzer, by scripts/fuzz.
        module(
            "Fuzzing",
            [
                "Archives", "Diagnostics", "DiskFormats", "FleetStore", "LinuxSystem", "RecoveryKeys", "RecoveryLog",
                "RecoveryLogReader", "Remedy", "RunSettings", "WindowsVolumes",
            ]),
        .executableTarget(name: "unloop-fuzz", dependencies: ["Fuzzing"], swiftSettings: strict),

        // Not shipped: the sticks of a whole fleet, for tests and scripts/bench.
        module("FleetSimulation", ["Diagnostics", "RecoveryLog", "RepairEngine", "RepairFakes", "Timestamps"]),
        .executableTarget(name: "unloop-fleet", dependencies: ["FleetSimulation"], swiftSettings: strict),

        // Tests.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        // Volumes in memory on which every fault can be forced, for the engine.
        .target(
            name: "RepairFakes", dependencies: ["Diagnostics", "RecoveryLog", "Remedy", "RepairEngine"],
            path: "Tests/RepairFakes", swiftSettings: strict),
        module("VMLab", ["Diagnostics", "Digests"]),
        tests("DiagnosticsTests", ["Diagnostics", "Digests"]),
        tests("TimestampsTests", ["Timestamps"]),
        tests("YAMLTreeTests", ["YAMLTree"]),
        tests("RemedyTests", ["Digests", "Remedy", "Timestamps", "YAMLTree"]),
        tests("RecoveryLogTests", ["Digests", "RecoveryLog", "RecoveryLogReader", "Timestamps"]),
        tests("RunSettingsTests", ["RecoveryLog", "RunSettings"]),
        tests(
            "FleetStoreTests",
            [
                grdb, "FleetSimulation", "FleetStore", "RecoveryLog", "RecoveryLogReader", "TestSupport", "Timestamps",
            ]),
        tests(
            "FleetReportTests",
            [grdb, "FleetReport", "FleetSimulation", "FleetStore", "RecoveryLog", "TestSupport", "Timestamps"],
            resources: [.copy("Browser")]),
        tests("RecoveryKeysTests", ["DelimitedText", "RecoveryKeys", "TestSupport"]),
        tests(
            "FuzzingTests",
            [
                "Archives", "DiskFormats", "FleetStore", "Fuzzing", "LinuxSystem", "RecoveryKeys", "RecoveryLogReader",
                "Remedy", "WindowsVolumes",
            ]),
        tests("LinuxSystemTests", ["LinuxSystem"]),
        tests("WindowsVolumesTests", ["WindowsVolumes", "TestSupport"]),
        tests("RepairEngineTests", ["Diagnostics", "Digests", "RecoveryLog", "Remedy", "RepairEngine", "RepairFakes"]),
        tests(
            "RescueAgentTests",
            [
                "LinuxSystem", "RecoveryKeys", "RecoveryLog", "Remedy", "RepairEngine", "RescueAgent", "RunSettings",
                "TestSupport", "Timestamps",
            ]),
        tests("DebianPackagesTests", ["DebianPackages", "Digests"]),
        tests("ArchivesTests", ["Archives", "TestSupport"]),
        tests("DiskFormatsTests", ["Digests", "DiskFormats", "TestSupport"]),
        tests("DiskImageTests", ["DiskFormats", "DiskImage", "Digests", "VMLab"]),
        tests(
            "StickWriterTests",
            ["Digests", "DiskFormats", "DiskImage", "LinuxSystem", "StickWriter", "TestSupport", "VMLab"]),
        tests(
            "RescueImageTests",
            [
                "Archives", "DebianPackages", "Diagnostics", "Digests", "DiskFormats", "DiskImage", "RescueImage",
                "YAMLTree",
            ]),
        tests(
            "UnloopCommandsTests",
            [
                argumentParser, "RecoveryKeys", "RecoveryLog", "RecoveryLogReader", "RescueImage", "StickWriter",
                "TestSupport", "Timestamps", "UnloopCommands",
            ]),
        tests("BootTests", ["Digests", "RecoveryLog", "RecoveryLogReader", "TestSupport", "VMLab"]),
    ],
    swiftLanguageModes: [.v6]
)
