/// A line of /proc/self/mountinfo (proc_pid_mountinfo(5)).
public struct MountEntry: Equatable, Sendable {
    /// The device's number as `major:minor`.
    public let device: String
    /// Which directory of the file system is shown.
    public let root: String
    /// Where it is mounted.
    public let target: String
    /// The options of this mount: `ro`, `nosuid` …
    public let mountOptions: [String]
    /// The kernel's name of the file system.
    public let type: String
    /// The device's path, or a word.
    public let source: String
    /// The options of the file system itself: `ro`, `errors=continue` …
    public let fileSystemOptions: [String]

    /// Whether this mount, or the file system below it, refuses writes.
    public var isReadOnly: Bool { mountOptions.contains("ro") || fileSystemOptions.contains("ro") }

    /// The mounts in a mountinfo file; lines that do not follow the format are left out.
    public static func parse(_ bytes: [UInt8]) -> [MountEntry] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { MountEntry(line: $0) }
    }

    /// `36 35 98:0 /root /mnt rw,noatime shared:1 - ext3 /dev/root rw,errors=continue`:
    /// id, parent, device, root, target, options, any number of tags, `-`, type, source, options.
    private init?(line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map(Self.unescape)
        guard fields.count >= 10, let dash = fields[6...].firstIndex(of: "-"), dash + 3 < fields.count else {
            return nil
        }
        device = fields[2]
        root = fields[3]
        target = fields[4]
        mountOptions = fields[5].split(separator: ",").map(String.init)
        type = fields[dash + 1]
        source = fields[dash + 2]
        fileSystemOptions = fields[dash + 3].split(separator: ",").map(String.init)
    }

    /// Undoes the kernel's `\040`: a backslash and three octal digits for blank, tab, newline, backslash and `#`.
    private static func unescape(_ field: ArraySlice<UInt8>) -> String {
        let bytes = Array(field)
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let digits = bytes[(index + 1)...].prefix(3)
            if bytes[index] == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                plain.append(value)
                index += 4
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
