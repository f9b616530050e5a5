internal import Diagnostics
internal import LinuxSystem

/// One mount of an NTFS volume by one driver.
final class NTFSMount {
    private let target: String
    /// The process of `ntfs-3g`, which writes on after `umount` has returned: the volume is free when it has ended.
    private let server: ChildProcess?

    init(_ source: String, on target: String, with driver: NTFSDriver) throws(VolumeError) {
        self.target = target
        let log = try? KernelLog()
        do throws(LinuxError) {
            switch driver {
            case .kernel(let force):
                server = nil
                try Self.mountKernel(source, target, [], force ? "force" : "")
            case .kernelReadOnly:
                server = nil
                try Self.mountKernel(source, target, [.readOnly], "")
            case .user, .userReadOnly:
                server = try Self.startServer(source, target, isWritable: driver.isWritable)
            }
        } catch {
            // The reason of a refused mount is in the kernel's messages and nowhere else.
            let told = (log?.messages(limit: 3) ?? []).map(\.text).filter { $0.contains("ntfs") }
            let detail = told.isEmpty ? "" : " (kernel: \(told.joined(separator: "; ")))"
            throw VolumeError(.cannotMount, error.message + detail, cause: error)
        }
        let isReadOnly = (try? Mount.table())?.last { $0.target == target }?.isReadOnly ?? true
        if driver.isWritable, isReadOnly {
            try unmount()
            throw VolumeError(.notWritable, "\(source): \(driver) mounts it for reading only")
        }
    }

    private static func mountKernel(
        _ source: String, _ target: String, _ flags: MountFlags, _ option: String
    ) throws(LinuxError) {
        let options = ["iocharset=utf8", option].filter { !$0.isEmpty }.joined(separator: ",")
        try Mount.mount(
            source: source, target: target, type: "ntfs3", flags: flags.union([.untrusted, .noAccessTime]),
            options: options)
    }

    /// Starts `ntfs-3g` as a child that stays in the foreground, and waits until the kernel shows its mount.
    private static func startServer(_ source: String, _ target: String, isWritable: Bool) throws(LinuxError)
        -> ChildProcess
    {
        let nothing = try OpenFile.open("/dev/null", for: .readingAndWriting).descriptor
        let mode = isWritable ? "rw" : "ro"
        let server = try ChildProcess(
            path: "/usr/bin/ntfs-3g",
            arguments: ["-o", "\(mode),no_detach,noatime,nosuid,nodev,noexec", source, target],
            streams: ChildProcess.StandardStreams(all: nothing), session: .own)
        let deadline = MonotonicTime.now().advanced(byMilliseconds: 60_000)
        while deadline.millisecondsFromNow > 0 {
            // The mount is announced by nothing that could be waited for together with the end of the process.
            if let ending = try server.wait(timeoutMilliseconds: 20) {
                throw LinuxError(.unsupported, "\(source): ntfs-3g ended with \(ending) and did not mount it")
            }
            if try Mount.table().contains(where: { $0.target == target }) { return server }
        }
        server.kill()
        // A program that hangs in a dead disk's driver cannot even be killed: it is left behind.
        _ = try server.wait(timeoutMilliseconds: 1_000)
        throw LinuxError(.timedOut, "\(source): ntfs-3g did not mount it within 60 s; the disk may be failing")
    }

    /// Unmounts, and returns when the last byte has been handed to the device.
    func unmount() throws(VolumeError) {
        let deadline = MonotonicTime.now().advanced(byMilliseconds: 10_000)
        while true {
            do throws(LinuxError) {
                try Mount.unmount(target)
                break
            } catch {
                // The kernel lets go of a closed file a moment later.
                guard error.code == .busy, deadline.millisecondsFromNow > 0 else {
                    throw VolumeError(
                        .cannotUnmount, "\(target) cannot be unmounted; restart the machine", cause: error)
                }
                pause(milliseconds: 20)
            }
        }
        guard let server else { return }
        do throws(LinuxError) {
            if try server.wait(timeoutMilliseconds: 60_000) == nil {
                throw LinuxError(.timedOut, "ntfs-3g still writes after 60 s; the disk may be failing")
            }
        } catch {
            throw VolumeError(.cannotUnmount, "\(target): \(error.message)", cause: error)
        }
    }
}
