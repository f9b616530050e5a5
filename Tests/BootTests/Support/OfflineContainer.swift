import Digests
import Foundation
import TestSupport

/// A container that a disk is converted to.
struct OfflineContainer {
    let name: String
    let driver: String
    let options: [String]
    let ending: String
    var isUndoneToTheBit = false

    static let all = [
        OfflineContainer(
            name: "fixed-vhd", driver: "vpc", options: ["subformat=fixed,force_size=on"], ending: "vhd",
            isUndoneToTheBit: true),
        OfflineContainer(
            name: "dynamic-vhd", driver: "vpc", options: ["subformat=dynamic,force_size=on"], ending: "vhd"),
        OfflineContainer(name: "vhdx", driver: "vhdx", options: [], ending: "vhdx", isUndoneToTheBit: true),
        OfflineContainer(name: "sparse-vmdk", driver: "vmdk", options: ["subformat=monolithicSparse"], ending: "vmdk"),
        OfflineContainer(name: "flat-vmdk", driver: "vmdk", options: ["subformat=monolithicFlat"], ending: "vmdk"),
        OfflineContainer(name: "qcow2", driver: "qcow2", options: [], ending: "qcow2"),
        OfflineContainer(name: "vdi", driver: "vdi", options: [], ending: "vdi"),
    ]

    func convert(_ raw: String, in folder: URL) throws -> String {
        let path = folder.appendingPathComponent("\(name).\(ending)").path
        let given = options.isEmpty ? [] : ["-o", options.joined(separator: ",")]
        try run(["convert", "-f", "raw", "-O", driver] + given + [raw, path])
        return path
    }

    /// What the guest sees, as a raw file.
    func guest(_ path: String, in folder: URL) throws -> String {
        let raw = folder.appendingPathComponent("\(name)-guest.img").path
        try? FileManager.default.removeItem(atPath: raw)
        let geometry = driver == "vpc" ? "force_size_calc=current_size," : ""
        try run(["convert", "--image-opts", "\(geometry)driver=\(driver),file.filename=\(path)", "-O", "raw", raw])
        return raw
    }

    func hash(_ path: String) throws -> SHA256Digest {
        SHA256Hasher.hash([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    }

    /// The format as QEMU finds it.
    func info(_ path: String) throws -> String {
        struct Information: Decodable { let format: String }
        let text = try run(["info", "--output=json", path])
        // A fixed VHD is raw to those who look at its start.
        return name == "fixed-vhd" ? driver : try JSONDecoder().decode(Information.self, from: Data(text.utf8)).format
    }

    @discardableResult
    private func run(_ words: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["qemu-img"] + words
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("qemu-img \(words)") }
        return String(decoding: said, as: UTF8.self)
    }
}
