public import Diagnostics

/// A keyboard layout in the binary form of Busybox: the magic `bkeymap`, a byte for each of 256 tables that says whether
/// it is there, then for each of those 128 entries of 16 bits, little-endian (busybox, console-tools/dumpkmap.c).
///
/// A table is what the keys mean together with one combination of Shift, AltGr, Ctrl and so on; an entry's number is the
/// key's code, its value what the kernel calls an action code.
public struct Keymap: Equatable, Sendable {
    /// The tables by their numbers, in order; each has 128 entries.
    public let tables: [(number: UInt8, entries: [UInt16])]

    private static let magic = Array("bkeymap".utf8)
    private static let entries = 128

    /// Reads a layout.
    ///
    /// - Parameter name: How the message names it.
    /// - Throws: `LinuxError` `malformed` if the bytes are none, or too few or too many.
    public init(_ bytes: [UInt8], name: String) throws(LinuxError) {
        let start = Self.magic.count + 256
        guard bytes.starts(with: Self.magic), bytes.count >= start else {
            throw LinuxError(.malformed, "\(name) is no keyboard layout; make a new stick")
        }
        let numbers = (0..<256).filter { bytes[Self.magic.count + $0] != 0 }
        guard bytes.count == start + numbers.count * Self.entries * 2 else {
            throw LinuxError(
                .malformed, "\(name) has \(bytes.count) bytes, which is not what its tables need; make a new stick")
        }
        tables = numbers.enumerated().map { position, number in
            let first = start + position * Self.entries * 2
            let entries = stride(from: first, to: first + Self.entries * 2, by: 2).map { offset in
                UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
            }
            return (UInt8(number), entries)
        }
    }

    /// Whether two layouts have the same tables.
    public static func == (left: Keymap, right: Keymap) -> Bool {
        left.tables.elementsEqual(right.tables) { $0.number == $1.number && $0.entries == $1.entries }
    }
}
