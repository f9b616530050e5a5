internal import Glibc

/// The small files of /proc and /sys: their size is not known before they are read.
package enum TextFile {
    /// The file's bytes up to `limit`, or nil when it is absent or cannot be read.
    package static func bytes(_ path: String, limit: Int = 64 * 1024) -> [UInt8]? {
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { return nil }
        let file = FileDescriptor(owning: number)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            let length = buffer.withUnsafeMutableBytes { read(file.number, $0.baseAddress, $0.count) }
            if length < 0, errno == EINTR { continue }
            guard length >= 0 else { return nil }
            if length == 0 { break }
            bytes += buffer[..<length]
        }
        return Array(bytes.prefix(limit))
    }

    /// The file's text without blanks and NULs around it; nil when it is absent or empty.
    package static func trimmed(_ path: String) -> String? { bytes(path).flatMap(trimmed(_:)) }

    /// The text without blanks, control characters and NULs around it; nil when nothing is left.
    package static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String? {
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 })
        else { return nil }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }

    /// The file's text as a number; nil when it is not one.
    package static func number<Number: FixedWidthInteger>(_ path: String) -> Number? {
        trimmed(path).flatMap { Number($0) }
    }

    /// The sorted names in a directory; empty when it cannot be read.
    package static func names(in path: String) -> [String] {
        guard let directory = try? Directory.open(path), let entries = try? directory.entries() else { return [] }
        return entries.map(\.name.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether there is anything at the path.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The path without links; nil when it does not lead anywhere.
    package static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
