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

    /// Moves a finished file to its name, in the place of an older one.
    static func publish(_ temporary: String, as path: String) throws(RescueImageError) {
        guard rename(temporary, path) == 0 else {
            throw unwritable(path, POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
        }
    }

    /// Writes a folder of files by their paths in it, in the place of an older one, in one step as far as the system can.
    ///
    /// - Throws: `foreignFile` if the older one has anything else in it, before anything is written.
    static func replaceFolder(_ path: String, with files: [(path: String, bytes: [UInt8])]) throws(RescueImageError) {
        let names = files.map(\.path)
        let temporary = path + ".partial"
        try refuseForeignFiles(in: path, but: names)
        try removeFolder(temporary, of: names)
        for (name, bytes) in files {
            try makeFolder((temporary + "/" + name as NSString).deletingLastPathComponent)
            try write(bytes, to: temporary + "/" + name)
        }
        try removeFolder(path, of: names)
        try publish(temporary, as: path)
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
