internal import Diagnostics
internal import Digests
internal import Foundation

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

    /// Moves a finished file or folder to its name, in the place of an older one.
    static func publish(_ temporary: String, as path: String) throws(RescueImageError) {
        // Renaming replaces a file, but not a folder with something in it.
        if isFolder(path) { try remove(path) }
        guard rename(temporary, path) == 0 else {
            throw unwritable(path, POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
        }
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
        RescueImageError(.file, "\(path): cannot be read. See that it exists and is readable.", cause: cause)
    }

    private static func unwritable(_ path: String, _ cause: any Error) -> RescueImageError {
        RescueImageError(
            .file, "\(path): cannot be written. See that there is room and that the folder is yours.", cause: cause)
    }
}
