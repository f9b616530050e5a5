import Foundation
import LinuxSystem
import Testing

/// A device of a tree that looks like /sys, whose node is a file of these bytes; none where there are no bytes.
///
/// - Parameters:
///   - disk: The disk of which it is a partition.
///   - start: Where the partition begins, in bytes.
func imageDevice(
    _ name: String, _ bytes: [UInt8]?, usb: Bool = false, isReadOnly: Bool = false, partitionOf disk: String? = nil,
    start: Int = 1 << 20, in root: String
) throws -> BlockDevice {
    let block = "\(root)/devices/\(usb ? "usb1/1-1/host0" : "ata1/host0")/block"
    let folder = "\(block)/\(disk.map { "\($0)/" } ?? "")\(name)"
    func write(_ file: String, _ content: [UInt8]) throws {
        let url = URL(filePath: file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: url)
    }
    let node = "\(root)/\(name)"
    if let bytes { try write(node, bytes) }
    for (file, text) in [
        ("size", "\((bytes?.count ?? 1 << 20) / 512)"), ("dev", "8:1"), ("diskseq", "1"),
        ("removable", usb ? "1" : "0"),
        ("ro", isReadOnly ? "1" : "0"), ("uevent", "DEVNAME=../\(node)"),
    ] + (disk == nil ? [] : [("partition", "1"), ("start", "\(start / 512)")]) {
        try write("\(folder)/\(file)", Array("\(text)\n".utf8))
    }
    try FileManager.default.createDirectory(
        atPath: "\(root)/class/block", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: "\(root)/class/block/\(name)", withDestinationPath: folder)
    return try #require(BlockDevice(name: name, sysfs: root))
}
