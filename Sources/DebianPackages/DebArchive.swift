internal import Archives
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
        while let entry = try control.nextEntry() {
            guard let entry = try DebEntry(entry, in: control), entry.path == "control", entry.kind == .file else {
                continue
            }
            let text = String(decoding: try control.content(limit: Self.controlLimit), as: UTF8.self)
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
        while let entry = try data.nextEntry() {
            if let entry = try DebEntry(entry, in: data) { try body(entry) }
        }
    }

    /// Opens a file and checks that it starts as a package of format 2.
    private static func open(_ path: String) throws(PackageError) -> ArchiveReader {
        let outer = try packaged { () throws(ArchiveError) in
            try ArchiveReader(path: path, format: .ar, warnings: .refused, limit: .packages)
        }
        guard try outer.nextEntry()?.name == "debian-binary",
            try outer.content(limit: controlLimit).starts(with: Array("2.".utf8))
        else { throw outer.invalid("not a Debian package of format 2") }
        return outer
    }

    /// Goes to the member that is a tar archive of this name and opens it. The name says how it is compressed.
    private static func member(_ prefix: String, of outer: ArchiveReader) throws(PackageError) -> ArchiveReader {
        while let entry = try outer.nextEntry() {
            guard let name = entry.name, name == prefix || name.hasPrefix(prefix + ".") else { continue }
            let filter = ArchiveFilter(suffixOf: name)
            guard filter != nil || name == prefix else {
                throw outer.invalid("\(name) is compressed in an unknown way")
            }
            let place = "\(outer.name): \(name)"
            return try packaged { () throws(ArchiveError) in
                try ArchiveReader(entry: entry, of: outer, name: place, format: .tar, filter: filter, limit: .packages)
            }
        }
        throw outer.invalid("it has no \(prefix)")
    }
}

/// Runs work on a package's archives.
private func packaged<Result>(
    _ body: () throws(ArchiveError) -> Result
) throws(PackageError) -> Result {
    do { return try body() } catch {
        throw PackageError(
            .archiveInvalid, "\(error.message); remove the file from the cache and fetch it again", cause: error)
    }
}

extension ArchiveReader {
    /// The next entry of a package's archive.
    func nextEntry() throws(PackageError) -> ArchiveEntry? {
        try packaged { () throws(ArchiveError) in try next() }
    }

    /// The next bytes of an entry, as `read(into:)` gives them.
    func readContent(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        try packaged { () throws(ArchiveError) in try read(into: buffer) }
    }

    /// The whole content of the current entry, which may have at most `limit` bytes.
    func content(limit: Int) throws(PackageError) -> [UInt8] {
        var content: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try readContent(into: buffer)
            if count == 0 { return content }
            content += buffer[..<count]
            guard content.count <= limit else { throw invalid("an entry is larger than \(limit) bytes") }
        }
    }

    /// The error for a package that is not as it should be.
    func invalid(_ what: String) -> PackageError {
        PackageError(.archiveInvalid, "\(name): \(what); remove the file from the cache and fetch it again")
    }
}
