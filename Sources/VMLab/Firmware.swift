/// What starts the machine.
public enum Firmware: Sendable, Hashable {
    /// A legacy BIOS (SeaBIOS, part of QEMU).
    case bios
    /// UEFI (OVMF); with Secure Boot it holds Microsoft's keys and nothing else, as machines are delivered.
    case uefi(secureBoot: Bool)

    /// The code, mapped read-only.
    var codePath: String? {
        switch self {
        case .bios: nil
        case .uefi(let secureBoot): "/usr/share/OVMF/OVMF_CODE_4M\(secureBoot ? ".secboot" : "").fd"
        }
    }

    /// The variables that every machine gets its own copy of.
    var variablesPath: String? {
        switch self {
        case .bios: nil
        case .uefi(let secureBoot): "/usr/share/OVMF/OVMF_VARS_4M\(secureBoot ? ".ms" : "").fd"
        }
    }
}
