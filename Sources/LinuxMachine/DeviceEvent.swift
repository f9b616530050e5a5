/// What the kernel reports when a device comes, goes or changes.
public struct DeviceEvent: Equatable, Sendable {
    /// `add`, `remove`, `change`, `bind` …
    public let action: String
    /// The device's path below /sys.
    public let devicePath: String
    /// All of the message's `NAME=value` pairs.
    public let properties: [String: String]

    /// The kind of device: `block`, `pci`, `usb` …
    public var subsystem: String? { properties["SUBSYSTEM"] }
    /// The name of the node below /dev.
    public var deviceName: String? { properties["DEVNAME"] }
    /// Within the subsystem: `disk` or `partition` for block devices.
    public var deviceType: String? { properties["DEVTYPE"] }
    /// What kernel modules are found by.
    public var modalias: String? { properties["MODALIAS"] }

    /// Reads a message: `action@path`, NUL, then `NAME=value`, each with a NUL (kernel, `lib/kobject_uevent.c`).
    ///
    /// Nil when it is not a message: too short, without an action, not ended by a NUL.
    public init?(message: some BidirectionalCollection<UInt8>) {
        guard message.last == 0 else { return nil }
        let fields = message.split(separator: 0)
        guard let header = fields.first, let at = header.firstIndex(of: UInt8(ascii: "@")), at != header.startIndex
        else { return nil }
        var properties: [String: String] = [:]
        for field in fields.dropFirst() {
            guard let equals = field.firstIndex(of: UInt8(ascii: "=")), equals != field.startIndex else { return nil }
            let name = String(decoding: field[..<equals], as: UTF8.self)
            properties[name] = String(decoding: field[field.index(after: equals)...], as: UTF8.self)
        }
        action = String(decoding: header[..<at], as: UTF8.self)
        devicePath = String(decoding: header[header.index(after: at)...], as: UTF8.self)
        self.properties = properties
    }
}
