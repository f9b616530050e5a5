internal import CLinux
internal import Diagnostics
internal import Glibc

/// A loop device over a sparse file in memory; it disappears with its last user.
struct LoopDevice {
    /// `/dev/loop0`.
    let path: String
    private let device: OpenFile

    /// - Parameters:
    ///   - bytes: The size of the device; memory is taken for what is written only.
    ///   - name: The file's name in /proc, for a person.
    init(inMemoryOf bytes: UInt64, name: String) throws(LinuxError) {
        let size = off_t(clamping: bytes / 4096 * 4096)
        let memory = FileDescriptor(
            owning: try call("memfd_create", on: name) { clinux_create_memory_file(name) })
        try call("ftruncate", on: name) { ftruncate(memory.number, size) }

        device = try Self.attach(memory)
        path = device.path
    }

    private static func attach(_ memory: FileDescriptor) throws(LinuxError) -> OpenFile {
        let control = try OpenFile.open("/dev/loop-control", for: .readingAndWriting)
        var attempt = 0
        while true {
            let number = try call("LOOP_CTL_GET_FREE", on: control.path) {
                clinux_free_loop_device(control.descriptor.number)
            }
            let device = try OpenFile.open("/dev/loop\(number)", for: .readingAndWriting)
            do throws(LinuxError) {
                try call("LOOP_CONFIGURE", on: device.path) {
                    clinux_configure_loop_device(device.descriptor.number, memory.number)
                }
                return device
            } catch {
                // Another process took the free device in between: the next one.
                attempt += 1
                guard error.code == .busy, attempt < 16 else { throw error }
            }
        }
    }
}
