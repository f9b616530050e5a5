public import Diagnostics
public import Digests
internal import Foundation

/// What an NTFS volume holds, read from outside the machine by ntfs-3g.
public enum NTFSListing {
    /// Every file of the NTFS volume at `partitionStart` bytes of an image, with its hash. The image is not touched: the
    /// volume is copied (without its holes) and the copy mounted read-only.
    ///
    /// - Parameter mending: has `ntfsfix` mend the copy before. While ntfs3 has a volume mounted for writing, as Windows
    ///   does, the mirror of the first records lies behind, which ntfs-3g refuses: what power was cut from needs this.
    /// - Returns: path from the volume's root, with `/` between components, to the SHA-256 of the content. A directory has
    ///   a `/` at its end and the hash of nothing; a link or junction has the hash of its target's text; what cannot be
    ///   read, as in a volume damaged on purpose, has the hash of the text `unreadable`.
    /// - Throws: `LabError`.
    public static func files(
        image: String, partitionStart: Int64, size: Int64, mending: Bool = false
    ) throws(LabError) -> [String: SHA256Digest] {
        let folder = try HostProgram.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let volume = "\(folder)/volume"
        let root = "\(folder)/root"
        try DiskComparison.extract(image, offset: partitionStart, size: size, to: volume)
        guard mkdir(root, 0o700) == 0 else { throw .file(root, "mkdir") }
        if mending { try mend(volume) }

        let driver = try mount(volume, at: root)
        let result = Swift.Result { () throws(LabError) in try list(root) }
        try unmount(root, driver)
        return try result.get()
    }

    private static func mend(_ volume: String) throws(LabError) {
        let program = try HostProgram.process(["ntfsfix", volume])
        program.standardOutput = FileHandle.nullDevice
        program.standardError = FileHandle.nullDevice
        do { try program.run() } catch {
            throw LabError(.hostFailure, "ntfsfix cannot be started; check its installation", cause: error)
        }
        program.waitUntilExit()
        guard program.terminationStatus == 0 else {
            throw LabError(.hostFailure, "ntfsfix cannot mend the volume; run it on \(volume) by hand")
        }
    }

    /// Starts ntfs-3g in the foreground: the daemon would go on after `umount` has returned, a child can be awaited.
    private static func mount(_ volume: String, at root: String) throws(LabError) -> Process {
        let options = "ro,norecover,no_detach,streams_interface=none"
        let driver = try HostProgram.process(["ntfs-3g", "-o", options, volume, root])
        let output = Pipe()
        driver.standardOutput = FileHandle.nullDevice
        driver.standardError = output
        let outside = device(of: root)
        do { try driver.run() } catch {
            throw LabError(.hostFailure, "ntfs-3g cannot be started; check its installation", cause: error)
        }
        let deadline = Date(timeIntervalSinceNow: 30)
        while device(of: root) == outside, driver.isRunning, Date() < deadline { usleep(5_000) }
        if device(of: root) != outside { return driver }
        if driver.isRunning { kill(driver.processIdentifier, SIGKILL) }
        umount2(root, CInt(MNT_DETACH))
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        throw LabError(
            .hostFailure, "ntfs-3g does not mount the volume; check its place in the image. It said:\n\(said)")
    }

    private static func unmount(_ root: String, _ driver: Process) throws(LabError) {
        let umount = try HostProgram.process(["umount", root])
        do { try umount.run() } catch {
            throw LabError(.hostFailure, "umount cannot be started; unmount \(root) by hand", cause: error)
        }
        umount.waitUntilExit()
        guard umount.terminationStatus == 0 else {
            throw LabError(.hostFailure, "\(root) cannot be unmounted; see who uses it with fuser and do it by hand")
        }
        driver.waitUntilExit()
    }

    private static func device(of path: String) -> dev_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_dev : nil
    }

    private static func list(_ root: String) throws(LabError) -> [String: SHA256Digest] {
        var files: [String: SHA256Digest] = [:]
        var waiting = [""]
        while let directory = waiting.popLast() {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(directory)") else {
                if directory.isEmpty { throw .file(root, "readdir") }
                files[directory] = unreadable
                continue
            }
            for name in names {
                let path = directory + name
                var status = stat()
                guard lstat("\(root)/\(path)", &status) == 0 else {
                    files[path] = unreadable
                    continue
                }
                switch status.st_mode & S_IFMT {
                case S_IFDIR:
                    files["\(path)/"] = SHA256Hasher.hash([])
                    waiting.append("\(path)/")
                case S_IFLNK:
                    let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(root)/\(path)")) ?? ""
                    files[path] = SHA256Hasher.hash(Array(target.utf8))
                default: files[path] = hash("\(root)/\(path)") ?? unreadable
                }
            }
        }
        return files
    }

    private static let unreadable = SHA256Hasher.hash(Array("unreadable".utf8))

    private static func hash(_ file: String) -> SHA256Digest? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return try? SHA256Hasher.hash(fileDescriptor: descriptor)
    }
}
