internal import Archives
internal import Diagnostics

/// A file, folder or link inside a package.
public struct DebEntry {
    /// What an entry is.
    public enum Kind: Sendable, Hashable {
        case file
        case directory
        /// A symbolic link; the target is as written, and may lead anywhere.
        case symbolicLink(target: String)
        /// Another name of an earlier entry, whose path the target is.
        case hardLink(target: String)
    }

    /// The path below the root, for example `usr/bin/kmod`; never absolute, never with `..`.
    public let path: String
    /// What the entry is, with the target if it is a link.
    public let kind: Kind
    /// The permission bits with set-user-ID, set-group-ID and sticky: `0o0000` to `0o7777`.
    public let mode: UInt32
    /// The size of a file's content in bytes; 0 for anything else.
    public let size: Int64

    private let reader: ArchiveReader
    private let position: Int

    /// Reads a file's content in pieces. Works while the entry is the current one and once only.
    public func readContent(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard reader.position == position else {
            throw reader.invalid("the content of \(path) was asked for after the next entry; read it in its turn")
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var left = size
        while true {
            let count = try reader.readContent(into: buffer)
            if count == 0 { break }
            left -= Int64(count)
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        guard left == 0 else { throw reader.invalid("the content of \(path) is not \(size) bytes long") }
    }

    /// A file's whole content. Works as `readContent` does.
    public func content() throws -> [UInt8] {
        var content: [UInt8] = []
        try readContent { content += $0 }
        return content
    }

    /// The current entry of a reader; nil for the root folder itself, which says nothing.
    init?(_ entry: ArchiveEntry, in reader: ArchiveReader) throws(PackageError) {
        self.reader = reader
        position = reader.position
        guard let name = entry.name else { throw reader.invalid("an entry has a name that is not UTF-8") }
        guard let path = try Self.path(name, reader) else { return nil }
        self.path = path
        mode = entry.mode
        size = entry.size
        switch entry.kind {
        case .file: kind = .file
        case .directory: kind = .directory
        case .symbolicLink(let target):
            guard let target, !target.isEmpty else { throw reader.invalid("the link \(path) has no target in UTF-8") }
            kind = .symbolicLink(target: target)
        case .hardLink(let target):
            guard let target else { throw reader.invalid("the link \(path) has no target in UTF-8") }
            guard let inside = try Self.path(target, reader) else {
                throw reader.invalid("\(path) is a link to the root")
            }
            kind = .hardLink(target: inside)
        case .other(let type):
            throw reader.invalid("\(path) is of the type 0\(String(type, radix: 8)), which no package needs")
        }
    }

    /// A name of the archive (`./usr/bin/x`) as a path below the root; nil for the root.
    private static func path(_ name: String, _ reader: ArchiveReader) throws(PackageError) -> String? {
        var parts = name.split(separator: "/", omittingEmptySubsequences: false)[...]
        if parts.first == "." { parts.removeFirst() }
        // Folders may end in a slash.
        if parts.last == "" && !parts.isEmpty && !name.hasPrefix("/") { parts.removeLast() }
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw PackageError(
                .archiveUnsafe,
                "\(reader.name): the entry \"\(name)\" does not stay below the root;"
                    + " do not use this package")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }
}
