internal import CHivex
public import Diagnostics
internal import Glibc

/// A Windows registry hive, read by libhivex.
///
/// A hive comes from the broken machine's disk, and libhivex maps it into memory: a read error there ends the process, so
/// this is used in a process of its own.
public final class RegistryHive {
    private let handle: OpaquePointer
    private let path: String

    /// Opens a hive for reading.
    ///
    /// - Throws: `VolumeError` with `unreadableHive`.
    public init(path: String) throws(VolumeError) {
        guard let handle = hivex_open(path, 0) else {
            throw VolumeError(.unreadableHive, "\(path) is not a registry hive that can be read (errno \(errno))")
        }
        self.handle = handle
        self.path = path
    }

    deinit { hivex_close(handle) }

    /// A text value, or nil if there is none of this name at this key.
    public func text(_ name: String, at key: [String]) -> String? {
        guard let value = value(name, at: key), let raw = hivex_value_string(handle, value) else { return nil }
        defer { free(raw) }
        return String(validatingCString: raw)
    }

    /// A 32-bit number, or nil if there is none of this name at this key.
    public func number(_ name: String, at key: [String]) -> Int? {
        guard let value = value(name, at: key) else { return nil }
        var type = hive_type(rawValue: 0)
        var length = 0
        // hivex_value_dword reports failure by -1, which is a value too.
        guard hivex_value_type(handle, value, &type, &length) == 0, length == 4 else { return nil }
        return Int(hivex_value_dword(handle, value))
    }

    private func value(_ name: String, at key: [String]) -> hive_value_h? {
        var node = hivex_root(handle)
        for component in key {
            guard node != 0 else { return nil }
            node = hivex_node_get_child(handle, node, component)
        }
        guard node != 0 else { return nil }
        let value = hivex_node_get_value(handle, node, name)
        return value == 0 ? nil : value
    }
}
