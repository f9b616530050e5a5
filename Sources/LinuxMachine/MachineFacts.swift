internal import Diagnostics
internal import Glibc
internal import LinuxSystem
internal import Vocabulary

/// What tells one machine from another, as its firmware and kernel give it.
public struct MachineFacts: Equatable, Sendable {
    /// SMBIOS type 1; nil where the maker left a placeholder.
    public let manufacturer: String?
    /// SMBIOS type 1.
    public let product: String?
    /// SMBIOS type 1.
    public let serial: String?
    /// SMBIOS type 1, in lower case with hyphens.
    public let uuid: String?
    /// Hardware addresses of the physical network interfaces, and of those that the firmware's boot menu names: the drivers
    /// come late, and not every card has one here. Sorted, `aa:bb:cc:dd:ee:ff`.
    public let hardwareAddresses: [String]
    /// How the machine was started.
    public let firmware: FirmwareMode
    /// Whether the firmware checks signatures.
    public let secureBoot: SecureBootState

    /// The kind of firmware.
    public enum FirmwareMode: String, Sendable {
        case uefi, bios
    }

    /// What the firmware says of Secure Boot.
    public enum SecureBootState: String, Sendable {
        case on, off
        /// Off, and keys can be enrolled freely.
        case setupMode = "setup-mode"
        /// Not a UEFI machine, or its variables cannot be read.
        case unknown
    }

    /// Reads what the machine says about itself; never fails, because a machine without any of it must be repaired too.
    public static func read(sysfs: String = "/sys") -> MachineFacts {
        func text(_ name: String) -> String? {
            TextFile.bytes("\(sysfs)/class/dmi/id/\(name)", limit: 1024).flatMap(meaningful(_:))
        }
        let isUEFI = TextFile.exists("\(sysfs)/firmware/efi")
        let variables = FirmwareVariables(directory: "\(sysfs)/firmware/efi/efivars")
        let addresses = interfaceAddresses(sysfs: sysfs) + variables.bootOptions().flatMap(\.hardwareAddresses)
        return MachineFacts(
            manufacturer: text("sys_vendor"), product: text("product_name"), serial: text("product_serial"),
            uuid: text("product_uuid")?.lowercased(),
            hardwareAddresses: Set(addresses).sorted(),
            firmware: isUEFI ? .uefi : .bios,
            secureBoot: isUEFI ? secureBoot(variables) : .unknown)
    }

    /// The text of an SMBIOS field; nil for what makers write where they had nothing to say.
    static func meaningful(_ field: [UInt8]) -> String? {
        guard let text = TextFile.trimmed(field) else { return nil }
        return PlaceholderIdentity.isPlaceholder(text) ? nil : text
    }

    private static func interfaceAddresses(sysfs: String) -> [String] {
        TextFile.names(in: "\(sysfs)/class/net").compactMap { name in
            // Virtual interfaces (lo, bridges) have no device behind them.
            guard TextFile.exists("\(sysfs)/class/net/\(name)/device") else { return nil }
            let address = TextFile.trimmed("\(sysfs)/class/net/\(name)/address")
            return address == "00:00:00:00:00:00" ? nil : address
        }
    }

    private static func secureBoot(_ variables: FirmwareVariables) -> SecureBootState {
        do throws(LinuxError) {
            guard let enabled = try variables.read("SecureBoot", vendor: .global).data.first else { return .unknown }
            if enabled == 1 { return .on }
        } catch {
            // A firmware without Secure Boot has no such variable (UEFI 2.10, table 3.1), and some others.
            return error.code == .notFound && !variables.isEmpty ? .off : .unknown
        }
        return (try? variables.read("SetupMode", vendor: .global).data.first) == 1 ? .setupMode : .off
    }
}
