/// What a disk tells of itself in sysfs.
struct DiskIdentity: Equatable {
    var model: String?
    var serial: String?
    var worldWideName: String?

    /// - Parameters:
    ///   - directory: The disk's directory in sysfs, without links.
    ///   - bus: Says where the serial number is.
    init(directory: String, bus: DeviceBus) {
        let device = "\(directory)/device"
        let vendor = TextFile.trimmed("\(device)/vendor").flatMap { Self.isPCIVendor($0) ? nil : $0 }
        let product = TextFile.trimmed("\(device)/model") ?? TextFile.trimmed("\(device)/name")
        let words = [vendor, product].compactMap { $0 }
        // A SATA disk's vendor is always the word ATA.
        model = words.isEmpty ? nil : words.filter { $0 != "ATA" }.joined(separator: " ")
        worldWideName = TextFile.trimmed("\(directory)/wwid") ?? TextFile.trimmed("\(device)/wwid")
        serial =
            TextFile.trimmed("\(device)/serial") ?? TextFile.trimmed("\(directory)/serial")
            ?? TextFile.bytes("\(device)/vpd_pg80").flatMap(Self.serial(vitalProductData:))
            ?? (bus == .usb ? Self.usbSerial(above: directory) : nil)
    }

    /// virtio disks have a number in the place of the name: `0x1af4`.
    private static func isPCIVendor(_ text: String) -> Bool { text.hasPrefix("0x") }

    /// SPC-4, 7.8.13, unit serial number page: type (1 byte), 0x80, length (2 bytes, big-endian), ASCII.
    static func serial(vitalProductData page: [UInt8]) -> String? {
        guard page.count >= 4, page[1] == 0x80 else { return nil }
        let length = Int(page[2]) << 8 | Int(page[3])
        return TextFile.trimmed(page[4...].prefix(length))
    }

    /// The USB device that the disk hangs on: the nearest directory above with a `serial` file.
    private static func usbSerial(above directory: String) -> String? {
        var ancestor = parentDirectory(of: directory)
        while ancestor.contains("/usb") {
            if let serial = TextFile.trimmed("\(ancestor)/serial") { return serial }
            ancestor = parentDirectory(of: ancestor)
        }
        return nil
    }
}
