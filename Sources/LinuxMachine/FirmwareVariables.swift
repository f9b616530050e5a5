internal import CLinux
public import Diagnostics
internal import Glibc
public import LinuxSystem

/// The variables of a UEFI firmware, through efivarfs (kernel, `Documentation/filesystems/efivarfs.rst`).
public struct FirmwareVariables: Sendable {
    /// The kernel module of the file system, which must be loaded and mounted (type `efivarfs`) first.
    public static let kernelModule = "efivarfs"

    /// Where efivarfs is mounted.
    public let directory: String

    /// Variables from the kernel's usual place, or from another.
    public init(directory: String = "/sys/firmware/efi/efivars") { self.directory = directory }

    /// Whose variable it is: a GUID in lower case.
    public struct Vendor: Hashable, Sendable {
        /// 36 characters, in lower case.
        public let guid: String

        /// A vendor by its GUID.
        public init(guid: String) { self.guid = guid }

        /// EFI_GLOBAL_VARIABLE (UEFI 2.10, section 3.3).
        public static let global = Vendor(guid: "8be4df61-93ca-11d2-aa0d-00e098032b8c")
    }

    /// A variable's content.
    public struct Value: Equatable, Sendable {
        /// UEFI 2.10, section 8.2.1: 1 non-volatile, 2 boot services, 4 run time.
        public var attributes: UInt32
        /// The content itself.
        public var data: [UInt8]

        /// A value from its parts.
        public init(attributes: UInt32 = Value.usual, data: [UInt8]) {
            self.attributes = attributes
            self.data = data
        }

        /// Kept over a restart and seen by everybody.
        public static let usual: UInt32 = 7
    }

    /// Whether there are no variables: then their file system is not there.
    public var isEmpty: Bool { TextFile.names(in: directory).isEmpty }

    /// Reads a variable (`not-found` when there is none).
    public func read(_ name: String, vendor: Vendor) throws(LinuxError) -> Value {
        let path = path(name, vendor)
        // efivarfs answers reads in one piece; the firmware's limit is 64 KiB on most machines.
        let bytes = try OpenFile.open(path).readAll(limit: 1 << 20)
        guard bytes.count >= 4 else {
            throw LinuxError(
                .malformed,
                "\(path) holds \(bytes.count) bytes, but its attributes alone are 4; "
                    + "the firmware's variables are damaged")
        }
        return Value(attributes: littleEndian(bytes[..<4]), data: Array(bytes[4...]))
    }

    /// Writes a variable, replacing one of the same name.
    public func write(_ name: String, vendor: Vendor, _ value: Value) throws(LinuxError) {
        let path = path(name, vendor)
        try setMutable(path)
        let number = try call("open", on: path) { open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644) }
        let file = FileDescriptor(owning: number)
        // The attributes and the data must come in one write.
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value.attributes >> (8 * $0)) } + value.data
        let written = try call("write", on: path) {
            bytes.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress, $0.count) }
        }
        guard written == bytes.count else {
            throw LinuxError(
                .truncated, "\(path): the firmware took \(written) of \(bytes.count) bytes; its variables may be full")
        }
    }

    /// Removes a variable.
    public func remove(_ name: String, vendor: Vendor) throws(LinuxError) {
        let path = path(name, vendor)
        try setMutable(path)
        try call("unlink", on: path) { unlink(path) }
    }

    /// The names of a vendor's variables, sorted; empty when there is no efivarfs.
    public func names(vendor: Vendor) -> [String] {
        TextFile.names(in: directory).filter { $0.lowercased().hasSuffix("-" + vendor.guid) }
            .map { String($0.dropLast(vendor.guid.count + 1)) }
    }

    private func path(_ name: String, _ vendor: Vendor) -> String { "\(directory)/\(name)-\(vendor.guid)" }

    /// efivarfs makes all but a few variables immutable, so that `rm -rf` does not destroy a machine.
    private func setMutable(_ path: String) throws(LinuxError) {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return }
        let file = FileDescriptor(owning: number)
        do throws(LinuxError) {
            try call("FS_IOC_SETFLAGS", on: path) { clinux_set_immutable(file.number, 0) }
        } catch {
            // Another file system than efivarfs has no such flags.
            if error.code != .unsupported { throw error }
        }
    }
}

/// The number that the bytes hold, the least significant first; at most 8 bytes count.
func littleEndian<Number: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>) -> Number {
    bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
}
