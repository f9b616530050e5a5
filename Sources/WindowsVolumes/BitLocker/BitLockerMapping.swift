internal import CCryptsetup
public import Diagnostics
internal import Glibc
public import LinuxSystem

/// An unlocked BitLocker volume: a device-mapper device that shows its plain content.
public final class BitLockerMapping {
    /// The plain content's device.
    public let device: BlockDevice
    private let name: String
    private var isOpen = true

    /// Maps a volume. The mapping itself writes nothing.
    ///
    /// - Parameters:
    ///   - path: The encrypted volume's device.
    ///   - name: The name below /dev/mapper.
    public init(of path: String, key: VolumeKey, name: String) throws(VolumeError) {
        self.name = name
        let handle = try LockedBitLocker(path: path)
        // What is write-protected is opened for reading alone (CRYPT_ACTIVATE_READONLY).
        let isReadOnly = BlockDevice.all().contains { $0.path == path && $0.isReadOnly }
        let status = key.withBytes { bytes in
            crypt_activate_by_volume_key(
                handle.pointer, name, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count,
                isReadOnly ? 1 : 0)
        }
        guard status >= 0 else { throw handle.error(status, doing: "opened") }
        guard let device = BlockDevice.all().first(where: { $0.mappedName == name }) else {
            _ = crypt_deactivate(nil, name)
            throw VolumeError(
                .cannotMount, "\(path): unlocked, but its device did not appear; start again from the stick")
        }
        self.device = device
    }

    deinit { try? close() }

    /// Takes away the mappings that a program has left which was ended, so that no key stays in the kernel's memory. One
    /// that is in use stays.
    ///
    /// - Parameter prefix: How their names below /dev/mapper begin.
    public static func closeLeftOver(prefix: String) {
        for name in BlockDevice.all().compactMap(\.mappedName) where name.hasPrefix(prefix) {
            _ = crypt_deactivate(nil, name)
        }
    }

    /// Takes the mapping away; its key leaves the kernel's memory with it.
    public func close() throws(VolumeError) {
        guard isOpen else { return }
        let status = crypt_deactivate(nil, name)
        guard status >= 0 else {
            throw VolumeError(
                .cannotUnmount, "/dev/mapper/\(name) cannot be closed (errno \(-status)); restart the machine")
        }
        isOpen = false
    }
}
