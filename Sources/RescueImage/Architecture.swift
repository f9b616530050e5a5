/// The processor that an image is for, and what each format calls it.
///
/// Another architecture is another case: the compiler then leads to every name that it needs.
enum Architecture: String, CaseIterable, Sendable {
    /// 64-bit x86 (Intel and AMD). The raw value is Debian's name, in templates and locks.
    case amd64

    /// The architecture's name in messages.
    var title: String {
        switch self {
        case .amd64: "x86-64"
        }
    }

    /// `e_machine` in the header of an ELF file (System V ABI, processor supplements).
    var elfMachine: UInt16 {
        switch self {
        case .amd64: 62
        }
    }

    /// The name of the dynamic loader (the ABI's `PT_INTERP`, without its folder).
    var dynamicLoader: String {
        switch self {
        case .amd64: "ld-linux-x86-64.so.2"
        }
    }

    /// The folder of Debian's libraries (multiarch tuple).
    var libraryFolder: String {
        switch self {
        case .amd64: "usr/lib/x86_64-linux-gnu"
        }
    }

    /// What the names of loaders for UEFI end with before `.efi` (UEFI Specification 2.10, section 3.5.1.1): `BOOTX64.EFI`.
    var efiSuffix: String {
        switch self {
        case .amd64: "x64"
        }
    }

    /// GRUB's platform for UEFI, as in the name of its folder.
    var grubForUEFI: String {
        switch self {
        case .amd64: "x86_64-efi"
        }
    }

    /// GRUB's platform for legacy BIOS.
    var grubForBIOS: String {
        switch self {
        case .amd64: "i386-pc"
        }
    }
}
