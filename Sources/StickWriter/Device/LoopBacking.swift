internal import CLinux
internal import Glibc
internal import LinuxSystem

/// What a loop device shows: words by which two devices over one file are known as one, whatever the file's names.
enum LoopBacking {
    /// By the path that sysfs tells, for a system that exists only as sysfs, and for users who may not open the device.
    static func told(by device: BlockDevice) -> Set<String> {
        guard let path = device.backingFile else { return [] }
        var words: Set = ["path \(path)"]
        if let file = ofFile(at: path) { words.insert(file) }
        return words
    }

    /// The path, and the file itself as the kernel holds it open: it may have been renamed, removed, or lie in another mount
    /// namespace.
    static func now(of device: BlockDevice) -> Set<String> {
        var words = told(by: device)
        guard device.backingFile != nil else { return words }
        let number = open(device.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { return words }
        defer { close(number) }
        var (system, inode): (UInt64, UInt64) = (0, 0)
        if clinux_loop_backing(number, &system, &inode) == 0 { words.insert(word(system, inode)) }
        return words
    }

    /// A regular file; nil for anything else.
    static func ofFile(at path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return word(UInt64(status.st_dev), UInt64(status.st_ino))
    }

    private static func word(_ system: UInt64, _ inode: UInt64) -> String { "file \(system):\(inode)" }
}
