import DiskFormats
import DiskImage
import Foundation
import TestSupport

@testable import StickWriter

/// A small image, made as the real one is.
enum SampleStick {
    static let build = "0123456789ab"
    static let timestamp: Int64 = 1_700_000_000  // 2023-11-14 22:13:20 UTC
    static let diskGUID = guid("11111111-2222-4333-8444-555555555555")
    static let bootGUID = guid("AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE")
    static let logGUID = guid("01234567-89AB-4CDE-8F01-23456789ABCD")
    static let kernel = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7 / 3) }

    static let needsTools = Shell.has("mkfs.fat", "mcopy", "mmd")

    private static func guid(_ text: String) -> GUID {
        guard let guid = GUID(text) else { preconditionFailure(text) }
        return guid
    }

    /// Writes the image into a folder.
    static func image(in folder: URL) throws -> String {
        let path = folder.appendingPathComponent("unloop.img").path
        let code = try BIOSBootCode(
            bootSector: [UInt8](repeating: 0xEE, count: 510) + [0x55, 0xAA],
            core: [UInt8](repeating: 0xCC, count: 30_000))
        try USBImage(
            bootFiles: [
                FATFile(path: "unloop/vmlinuz", content: .bytes(kernel)),
                FATFile(path: "unloop/\(build)", content: .bytes([])),
                FATFile(path: "EFI/BOOT/BOOTX64.EFI", content: .bytes([1, 2, 3])),
            ],
            logFiles: [
                FATFile(path: "README.TXT", content: .bytes(Array("read me\r\n".utf8))),
                FATFile(
                    path: "unloop.yaml", content: .bytes(Array("then: wait  # or\r\nlabel: \"\"  # a site\r\n".utf8))),
            ],
            logDirectories: ["keys", "logs", "quarantine", "remedies"], diskGUID: diskGUID, bootGUID: bootGUID,
            logGUID: logGUID, bootSerial: 0x1234_ABCD, logSerial: 0x5678_EF01, biosBoot: code, timestamp: timestamp
        ).write(to: path)
        return path
    }

    /// Gives a prepared stick of that many MiB to `body`.
    static func prepared<Result>(
        mebibytes: Int64 = 128, _ additions: StickAdditions = StickAdditions(),
        _ body: (PreparedStick, URL) throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            let image = try StickImage(SampleStick.image(in: folder))
            return try body(try PreparedStick(image, size: mebibytes << 20, additions: additions), folder)
        }
    }
}
