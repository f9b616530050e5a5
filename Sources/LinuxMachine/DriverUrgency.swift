/// How much depends on a device's driver being loaded soon, read from its modalias.
///
/// A driver costs a tenth of a second or more where the processor is slow (unpacking, the check of its signature), and a
/// USB stick is looked at only a second after its own was loaded (usb-storage, delay_use): the sooner that second begins,
/// the more is done in it.
public enum DriverUrgency: Int, Comparable, Sendable, CaseIterable {
    /// Controllers of USB: what hangs on them is known only when they run.
    case usbController
    /// What the work on a disk needs and no device asks for, before there is a disk; never read from a modalias.
    case namedModule
    /// USB storage.
    case usbStorage
    /// Controllers of disks.
    case storageController
    /// Everything else.
    case ordinary
    /// Screens, which show the firmware's picture until then, and networks.
    case deferrable

    /// - Parameter modalias: As in sysfs: `pci:v…d…sv…sd…bc01sc08i02` (class, subclass, interface; PCI Code and ID
    ///   Assignment Specification), `usb:v…p…d…dc…dsc…dp…ic08isc06ip50in00` (interface class; USB class codes).
    public init(modalias: String) {
        if modalias.hasPrefix("pci:") {
            let base = Self.field("bc", of: modalias)
            let subclass = Self.field("sc", of: modalias)
            self =
                switch (base, subclass) {
                case ("0C", "03"): .usbController
                case ("01", _): .storageController
                case ("02", _), ("03", _): .deferrable
                default: .ordinary
                }
        } else {
            self = modalias.hasPrefix("usb:") && Self.field("ic", of: modalias) == "08" ? .usbStorage : .ordinary
        }
    }

    /// More urgent is less.
    public static func < (left: DriverUrgency, right: DriverUrgency) -> Bool { left.rawValue < right.rawValue }

    /// The two digits behind the last `key`: numbers before it are in capitals, so that keys are found only as keys.
    private static func field(_ key: String, of modalias: String) -> Substring? {
        let bytes = Array(modalias.utf8)
        let pattern = Array(key.utf8)
        guard bytes.count >= pattern.count + 2 else { return nil }
        for start in (0...bytes.count - pattern.count - 2).reversed()
        where bytes[start..<start + pattern.count].elementsEqual(pattern) {
            let digits = bytes[start + pattern.count..<start + pattern.count + 2]
            return Substring(decoding: digits, as: UTF8.self)
        }
        return nil
    }
}
