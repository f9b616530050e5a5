internal import CLinux
public import Diagnostics
internal import Digests
internal import Glibc
public import LinuxSystem

/// A disk that was listed, opened for writing before anybody is asked about it: what is asked about, written and read back is one
/// disk, whatever comes to stand behind its path.
public struct ConfirmedDisk: Sendable {
    /// The open disk.
    public let target: OpenDisk
    private let listed: BlockDevice
    /// Of the disk's beginning: what tells disks apart that have no number, on a kernel without `diskseq`.
    private let beginning: SHA256Digest?

    private static let beginningLength = 1 << 20

    /// Opens the disk, and makes sure that it is the one that was listed.
    ///
    /// - Throws: `changed` when it is another one, and what `OpenDisk` throws.
    public init(_ listed: BlockDevice) throws(StickWriterError) {
        target = try OpenDisk(listed.path)
        self.listed = listed
        beginning = Self.digest(of: target)
        try check(listed.path)
    }

    /// Makes sure once more, before the first byte is written: of the open disk, and of what its path leads to.
    ///
    /// - Throws: `changed` when either is not what was listed, or its content changed; `deviceFailed` when it was pulled.
    public func check() throws(StickWriterError) {
        try check(listed.path)
        guard Self.digest(of: target) == beginning else { throw Self.changed(listed.path, "its content changed") }
    }

    private func check(_ path: String) throws(StickWriterError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let cause = SystemCallError(call: "stat", object: path)
            throw StickWriterError(
                .deviceFailed, "\(path): it was pulled; nothing was written; plug it in and list the disks again",
                cause: cause)
        }
        guard status.st_mode & S_IFMT == S_IFBLK, DeviceNumber.text(UInt64(status.st_rdev)) == target.number,
            target.number == listed.number
        else { throw Self.changed(path, "device \(listed.number) was listed") }

        var (bytes, appearance): (UInt64, UInt64) = (0, 0)
        guard clinux_device_size(target.descriptor, &bytes) == 0, bytes == listed.size else {
            throw Self.changed(path, "\(bytes) bytes, \(listed.size) were listed")
        }
        if clinux_disk_sequence(target.descriptor, &appearance) == 0, let known = listed.appearance,
            known != appearance
        {
            throw Self.changed(path, "it appeared since")
        }
        // By its number, which is this disk's for as long as it is open.
        guard let now = BlockDevice(numbered: target.number) else {
            throw Self.changed(path, "the system no longer shows it")
        }
        for (what, old, new) in [
            ("serial number", listed.serial, now.serial), ("name", listed.worldWideName, now.worldWideName),
            ("model", listed.model, now.model), ("file", listed.backingFile, now.backingFile),
        ] where old != new {
            throw Self.changed(path, "\(what) \(new ?? "none"), \(old ?? "none") was listed")
        }
    }

    private static func changed(_ path: String, _ what: String) -> StickWriterError {
        StickWriterError(
            .changed,
            "\(path): not the disk that was listed (\(what)); nothing was written; list the disks and start again")
    }

    /// Nil where it cannot be read, which is no reason not to write it.
    private static func digest(of target: OpenDisk) -> SHA256Digest? {
        let count = Int(min(target.size, Int64(beginningLength))) & ~511
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 4096)
        defer { buffer.deallocate() }
        target.dropCache()
        guard (try? target.read(into: buffer, at: 0)) != nil else { return nil }
        let hasher = SHA256Hasher()
        hasher.update(UnsafeRawBufferPointer(buffer))
        return hasher.finalize()
    }
}
