import Foundation
import TestSupport
import Testing

@testable import DiskFormats
@testable import OfflineRepair

/// A virtual disk with a partition table and some content, in every container.
enum SampleDisk: String, CaseIterable, CustomTestStringConvertible {
    case raw, fixedVHD, dynamicVHD, vhdx, sparseVMDK, flatVMDK, qcow2, vdi

    static let tools = Shell.has("qemu-img", "qemu-nbd", "qemu-io", "prlimit", "setpriv")
    static let size: Int64 = 24 << 20

    var testDescription: String { rawValue }

    var ending: String {
        switch self {
        case .raw: "raw"
        case .fixedVHD, .dynamicVHD: "vhd"
        case .vhdx: "vhdx"
        case .sparseVMDK, .flatVMDK: "vmdk"
        case .qcow2: "qcow2"
        case .vdi: "vdi"
        }
    }

    private var words: [String] {
        switch self {
        case .raw: ["-f", "raw"]
        case .fixedVHD: ["-f", "vpc", "-o", "subformat=fixed,force_size=on"]
        case .dynamicVHD: ["-f", "vpc", "-o", "subformat=dynamic,force_size=on"]
        case .vhdx: ["-f", "vhdx", "-o", "block_size=1048576"]
        case .sparseVMDK: ["-f", "vmdk", "-o", "subformat=monolithicSparse"]
        case .flatVMDK: ["-f", "vmdk", "-o", "subformat=monolithicFlat"]
        case .qcow2: ["-f", "qcow2"]
        case .vdi: ["-f", "vdi"]
        }
    }

    private var driver: String { words[1] }

    /// Whether an undo puts back the container to the bit: the others have grown, and only the guest sees no difference.
    var isUndoneToTheBit: Bool {
        switch self {
        case .raw, .fixedVHD, .flatVMDK, .vhdx: true
        case .dynamicVHD, .sparseVMDK, .qcow2, .vdi: false
        }
    }

    /// Makes a disk: a boot sector, and pieces of content with holes between them.
    func make(in folder: ScratchFolder, name: String = "disk") throws -> String {
        let path = folder("\(name).\(ending)")
        try Shell.run(["qemu-img", "create", "-q"] + words + [path, "\(Self.size)"])
        let options =
            driver == "vpc"
            ? "driver=vpc,force_size_calc=current_size,file.driver=file,file.locking=off,file.filename=\(path)"
            : "driver=\(driver),file.driver=file,file.locking=off,file.filename=\(path)"
        let sector = folder("sector-\(name)")
        try Data([UInt8](repeating: 0, count: 510) + [0x55, 0xAA]).write(to: URL(fileURLWithPath: sector))
        let commands = ["write -s \(sector) 0 512", "write -P 17 1M 200k", "write -P 34 9M 64k", "write -P 51 23M 1M"]
        try Shell.run(["qemu-io", "--image-opts"] + commands.flatMap { ["-c", $0] } + [options])
        return path
    }

    /// What the guest sees, as a raw file. Without locks: a program that another test starts at this moment has a copy of
    /// those that this one has just given back.
    func guest(_ path: String, in folder: ScratchFolder) throws -> Data {
        let raw = folder("guest-\(UInt32.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(atPath: raw) }
        let options =
            driver == "vpc"
            ? "driver=vpc,force_size_calc=current_size,file.driver=file,file.locking=off,file.filename=\(path)"
            : "driver=\(driver),file.driver=file,file.locking=off,file.filename=\(path)"
        try Shell.run(["qemu-img", "convert", "--image-opts", options, "-O", "raw", raw])
        return try Data(contentsOf: URL(fileURLWithPath: raw))
    }

    /// All bytes of the container.
    func bytes(_ path: String) throws -> Data {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let flat = path.replacing(".vmdk", with: "-flat.vmdk")
        if self == .flatVMDK { bytes += try Data(contentsOf: URL(fileURLWithPath: flat)) }
        return bytes
    }
}

extension Shell {
    static func run(_ words: [String]) throws { try run(words.joined(separator: " "), words) }

    /// Runs words through env(1), for lists that are put together.
    private static func run(_ name: String, _ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(name)")
    }
}
