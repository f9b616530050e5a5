import DiskFormats
import Foundation
import Testing

@testable import DiskImage

/// A folder for one test, removed with it.
final class Scratch {
    let path: String
    private var writes = 0

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/unloop-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = self(name)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        // Another date and mode each time: neither may show in an image.
        writes += 1
        let attributes: [FileAttributeKey: Any] = [
            .modificationDate: Date(timeIntervalSince1970: 1_000_000_000 * Double(writes)),
            .posixPermissions: writes % 2 == 0 ? 0o755 : 0o400,
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
    struct Result {
        let status: Int32
        let output: String
    }

    static func path(_ name: String) -> String? {
        ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func has(_ names: String...) -> Bool { names.allSatisfy { path($0) != nil } }

    @discardableResult
    static func run(_ name: String, _ arguments: String...) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path(name) ?? "/nonexistent/\(name)")
        process.arguments = arguments
        process.environment = ["LC_ALL": "C.UTF-8", "TZ": "UTC", "MTOOLSRC": "/dev/null", "HOME": "/nonexistent"]
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: output)
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
