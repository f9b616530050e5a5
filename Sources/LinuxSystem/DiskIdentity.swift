/// What a disk says about itself in sysfs.
struct DiskIdentity: Equatable {
    var model: String?
    var serial: String?
    var worldWideName: String?

    /// - Parameters:
    ///   - directory: The disk's directory in sysfs, without links.
    ///   - bus: Says where the serial number is.
    init(directory: String, bus: DeviceBus) {
        let device = "\(directory)/device"
        // A SATA disk's vendor is always the word ATA; a virtio disk's is a number.
        let vendor = TextFile.trimmed("\(device)/vendor").flatMap { $0 == "ATA" || $0.hasPrefix("0x") ? nil : $0 }
        let product = TextFile.trimmed("\(device)/model") ?? TextFile.trimmed("\(device)/name")
        model = Self.joined(vendor: vendor, product: product)
        worldWideName = TextFile.trimmed("\(directory)/wwid") ?? TextFile.trimmed("\(device)/wwid")
        serial =
            TextFile.trimmed("\(device)/serial") ?? TextFile.trimmed("\(directory)/serial")
            ?? TextFile.bytes("\(device)/vpd_pg80").flatMap(Self.serial(vitalProductData:))
            ?? (bus == .usb ? Self.usbSerial(above: directory) : nil)
    }

    /// Many products begin with their vendor's name already.
    static func joined(vendor: String?, product: String?) -> String? {
        guard let vendor, let product else { return vendor ?? product }
        return product.lowercased().hasPrefix(vendor.lowercased()) ? product : "\(vendor) \(product)"
    }

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
