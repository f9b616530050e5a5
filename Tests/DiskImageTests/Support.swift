import DiskFormats
import Foundation
import TestSupport
import Testing

@testable import DiskImage

extension ScratchFolder {
    /// Writes a file of which date and mode are others each time that it is written: neither may show in an image.
    func writeSource(_ name: String, _ bytes: [UInt8]) throws -> String {
        let before = try? FileManager.default.attributesOfItem(atPath: self(name))
        let isOdd = before?[.posixPermissions] as? Int == 0o400
        let file = try write(name, bytes)
        let attributes: [FileAttributeKey: Any] = [
            .modificationDate: Date(timeIntervalSince1970: isOdd ? 1_000_000_000 : 1_600_000_000),
            .posixPermissions: isOdd ? 0o755 : 0o400,
        ]
        try FileManager.default.setAttributes(attributes, ofItemAtPath: file)
        return file
    }

    /// Copies `size` bytes from `offset` of a file into a new one: a partition for tools that take no offset.
    func extract(_ image: String, offset: Int64, size: Int64, to name: String) throws -> String {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: image))
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(offset))
        return try write(name, Array(try handle.read(upToCount: Int(size)) ?? Data()))
    }
}

/// A foreign tool, run to see whether it accepts what was written.
enum Foreign {
    static func run(_ words: String...) throws -> (status: Int32, output: String) {
        try Shell.result(words, environment: ["TZ": "UTC", "MTOOLSRC": "/dev/null", "HOME": "/nonexistent"])
    }
}

/// What the tests put into images.
enum Sample {
    static let timestamp: Int64 = 1_700_000_000  // 2023-11-14 22:13:20 UTC
    static let modules = "/usr/lib/grub/i386-pc"
    static let disk = guid("11111111-2222-4333-8444-555555555555")
    static let boot = guid("AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE")
    static let log = guid("01234567-89AB-4CDE-8F01-23456789ABCD")

    static func guid(_ text: String) -> GUID {
        guard let guid = GUID(text) else { preconditionFailure(text) }
        return guid
    }

    static func stick(files: [FATFile], biosBoot: BIOSBootCode? = nil) -> USBImage {
        USBImage(
            bootFiles: files, logFiles: [FATFile(path: "unloop.yaml", content: .bytes(Array("# settings\n".utf8)))],
            logDirectories: ["logs", "quarantine", "keys"], diskGUID: disk, bootGUID: boot, logGUID: log,
            bootSerial: 0x1234_ABCD, logSerial: 0x5678_EF01, biosBoot: biosBoot, timestamp: timestamp)
    }
}

/// The suites that write images: one after the other, since some change the process's working directory and settings.
@Suite(.serialized) enum WrittenImages {}
