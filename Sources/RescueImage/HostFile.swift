internal import AtomicFiles
internal import Diagnostics
internal import Digests
internal import Foundation
internal import Vocabulary

/// Files of the host, with errors that name them.
enum HostFile {
    static func read(_ path: String) throws(RescueImageError) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw unreadable(path, error)
        }
    }

    /// Writes a file whose mode does not depend on the umask.
    static func write(_ bytes: some Sequence<UInt8>, to path: String, mode: Int = 0o644) throws(RescueImageError) {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        } catch {
            throw unwritable(path, error)
        }
    }

    /// Makes a folder with those above it; one that exists is fine.
    static func makeFolder(_ path: String) throws(RescueImageError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw unwritable(path, error)
        }
    }

    /// Makes the folders of a relative path in one that is there: where that has been removed, it is not made again.
    static func makeFolder(_ name: String, in folder: String) throws(RescueImageError) {
        var path = folder
        for part in name.split(separator: "/") {
            path += "/\(part)"
            do {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            } catch {
                guard isFolder(path) else { throw unwritable(path, error) }
            }
        }
    }

    /// Removes a file or folder if it exists.
    static func remove(_ path: String) throws(RescueImageError) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch CocoaError.fileNoSuchFile {
            return
        } catch {
            throw unwritable(path, error)
        }
    }

    /// Writes a file that others read, in the place of an older one, in one step.
    static func publish(_ bytes: [UInt8], as path: String) throws(RescueImageError) {
        try growing(path) { temporary throws(RescueImageError) in try write(bytes, to: temporary) }
    }

    /// Has a file or folder grow in a folder beside its place, and moves it there when it is whole.
    ///
    /// - Parameter replacing: Makes room in its place first.
    static func growing(
        _ path: String, _ body: (_ temporary: String) throws(RescueImageError) -> Void,
        replacing: () throws(RescueImageError) -> Void = {}
    ) throws(RescueImageError) {
        let folder: WorkFolder
        do { folder = try WorkFolder(in: parent(of: path)) } catch { throw unwritable(path, error) }
        try body(folder("new"))
        try replacing()
        do { try folder.publish("new", as: path) } catch { throw unwritable(path, error) }
    }

    /// The folder that has a path.
    static func parent(of path: String) -> String {
        let parent = (path as NSString).deletingLastPathComponent
        return parent.isEmpty ? "." : parent
    }

    /// Writes a folder of files by their paths in it, in the place of an older one, in one step as far as the system can.
    ///
    /// - Throws: `foreignFile` if the older one has anything else in it, before anything is written.
    static func replaceFolder(_ path: String, with files: [(path: String, bytes: [UInt8])]) throws(RescueImageError) {
        let names = files.map(\.path)
        try refuseForeignFiles(in: path, but: names)
        try growing(path) { temporary throws(RescueImageError) in
            try fill(temporary, with: files)
        } replacing: { () throws(RescueImageError) in
            try removeFolder(path, of: names)
        }
    }

    /// Makes a folder of files in one that is there.
    static func fill(_ path: String, with files: [(path: String, bytes: [UInt8])]) throws(RescueImageError) {
        for (name, bytes) in files {
            try makeFolder(parent(of: "\((path as NSString).lastPathComponent)/\(name)"), in: parent(of: path))
            try write(bytes, to: path + "/" + name)
        }
    }

    /// Fails if a folder holds anything but files of these names: what people put there must not be lost.
    static func refuseForeignFiles(in folder: String, but names: [String]) throws(RescueImageError) {
        guard exists(folder) || (try? FileManager.default.destinationOfSymbolicLink(atPath: folder)) != nil else {
            return
        }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: folder),
            attributes[.type] as? FileAttributeType == .typeDirectory
        else {
            throw RescueImageError(
                .foreignFile, "\(folder): is in the way of a folder of that name; move it, or choose another --output")
        }
        let parents = Set(names.flatMap { name in name.indices.filter { name[$0] == "/" }.map { String(name[..<$0]) } })
        let present = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        if let foreign = present.sorted().first(where: { !names.contains($0) && !parents.contains($0) }) {
            throw RescueImageError(
                .foreignFile,
                """
                \(folder)/\(displaySafe(foreign)): not from a build, and \(folder) is replaced by one; \
                move it, or choose another --output
                """)
        }
    }

    /// Removes a folder and what a build put there.
    private static func removeFolder(_ path: String, of names: [String]) throws(RescueImageError) {
        try refuseForeignFiles(in: path, but: names)
        try remove(path)
    }

    /// The hash and the size in bytes of a file of any size.
    static func hash(_ path: String) throws(RescueImageError) -> (SHA256Digest, Int64) {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let size = try handle.seekToEnd()
            try handle.seek(toOffset: 0)
            return (try SHA256Hasher.hash(fileDescriptor: handle.fileDescriptor), Int64(size))
        } catch {
            throw unreadable(path, error)
        }
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func unreadable(_ path: String, _ cause: any Error) -> RescueImageError {
        RescueImageError(.file, "\(path): cannot be read. Check that it exists, and its permissions.", cause: cause)
    }

    private static func unwritable(_ path: String, _ cause: any Error) -> RescueImageError {
        RescueImageError(
            .file, "\(path): cannot be written. Check the free space and the permissions of the folder.", cause: cause)
    }
}
