internal import CArchive
public import Diagnostics

/// A binary package: an ar archive of `debian-binary`, `control.tar.*` and `data.tar.*`, in this order (deb(5)).
public struct DebArchive: Sendable {
    /// The path of the .deb file.
    public let path: String
    /// The fields of the package's control file, as written (deb-control(5)); lines of longer values are joined by LF.
    public let control: [String: String]

    /// A control file is a few kilobytes; this keeps a hostile one from filling the memory. In bytes.
    private static let controlLimit = 1 << 20

    /// Opens a package and reads its control file.
    ///
    /// - Throws: `deb-invalid` for anything that is no sound package.
    public init(path: String) throws(PackageError) {
        self.path = path
        let outer = try Self.open(path)
        let control = try Self.member("control.tar", of: outer)
        while let entry = try control.next() {
            guard let entry = try DebEntry(entry, in: control), entry.path == "control", entry.kind == .file else {
                continue
            }
            let text = String(decoding: try control.readAll(limit: Self.controlLimit), as: UTF8.self)
            let paragraphs = try ControlParagraph.parse(text, file: "\(path): control", code: .archiveInvalid)
            guard let first = paragraphs.first, paragraphs.count == 1 else {
                throw outer.invalid("its control file has \(paragraphs.count) paragraphs instead of one")
            }
            self.control = first.fields
            return
        }
        throw outer.invalid("it has no control file")
    }

    /// Goes through the package's content in the order in which it is stored.
    ///
    /// - Parameter body: Called for every entry but the root; the entry's content can be read only in the call.
    /// - Throws: `deb-invalid`, `deb-unsafe` for a path that leaves the root, and what `body` throws.
    public func entries(_ body: (DebEntry) throws -> Void) throws {
        let outer = try Self.open(path)
        let data = try Self.member("data.tar", of: outer)
        while let entry = try data.next() {
            if let entry = try DebEntry(entry, in: data) { try body(entry) }
        }
    }

    /// Opens a file and checks that it starts as a package of format 2.
    private static func open(_ path: String) throws(PackageError) -> ArchiveReader {
        let outer = try ArchiveReader(arFile: path)
        guard let entry = try outer.next(), name(entry) == "debian-binary",
            try outer.readAll(limit: controlLimit).starts(with: Array("2.".utf8))
        else { throw outer.invalid("it is no Debian package of format 2") }
        return outer
    }

    /// Goes to the member that is a tar archive of this name and opens it.
    private static func member(_ prefix: String, of outer: ArchiveReader) throws(PackageError) -> ArchiveReader {
        while let entry = try outer.next() {
            let name = name(entry)
            guard name == prefix || name.hasPrefix(prefix + ".") else { continue }
            return try ArchiveReader(tarIn: outer, name: "\(outer.name): \(name)")
        }
        throw outer.invalid("it has no \(prefix)")
    }

    private static func name(_ entry: OpaquePointer) -> String {
        archive_entry_pathname(entry).map { String(cString: $0) } ?? ""
    }
}
