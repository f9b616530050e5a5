/// Which machine this is, as its firmware and network cards say (SMBIOS, DSP0134 section 7.2).
public struct MachineIdentity: Sendable, Equatable, Codable {
    /// How a machine boots.
    public enum Firmware: String, Sendable, CaseIterable, Codable {
        /// By UEFI.
        case uefi
        /// By legacy BIOS, or by UEFI's imitation of it.
        case bios
    }

    /// The state of Secure Boot.
    public enum SecureBoot: String, Sendable, CaseIterable, Codable {
        /// Enforced.
        case on
        /// Switched off, or in setup mode.
        case off
        /// The firmware has none.
        case unsupported
        /// The firmware's variables could not be read.
        case unknown
    }

    /// The maker's name.
    public let manufacturer: String?
    /// The product's name.
    public let product: String?
    /// The serial number.
    public let serial: String?
    /// The system's UUID, lower case.
    public let uuid: String?
    /// The hardware addresses of wired network cards, and of those in the firmware's boot menu, such as `52:54:00:12:34:56`.
    public let macs: [String]
    /// How the machine was booted.
    public let firmware: Firmware
    /// Whether Secure Boot is enforced.
    public let secureBoot: SecureBoot

    /// An identity; what the firmware does not say is nil.
    public init(
        manufacturer: String? = nil, product: String? = nil, serial: String? = nil, uuid: String? = nil, macs: [String],
        firmware: Firmware, secureBoot: SecureBoot
    ) {
        self.manufacturer = manufacturer
        self.product = product
        self.serial = serial
        self.uuid = uuid
        self.macs = macs
        self.firmware = firmware
        self.secureBoot = secureBoot
    }
}
