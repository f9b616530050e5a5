extension VirtualMachine {
    /// A device, in the order in which the firmware tries to boot.
    public enum Device: Sendable {
        /// A USB stick. With `snapshot` what the machine writes to it is thrown away at its end; with `readOnly` it is
        /// write-protected, as by a switch.
        case usbStick(_ path: String, snapshot: Bool = false, readOnly: Bool = false)
        /// A USB stick whose writes and flushes go into a log too (`WriteLog`).
        case loggedStick(_ path: String, log: String)
        /// An NVMe drive.
        case nvme(_ path: String)
        /// An NVMe drive with physical sectors of 4 KiB whose writes and flushes go into a log too (`WriteLog`).
        case loggedNVMe(_ path: String, log: String)
        /// An NVMe drive that cannot read some of its sectors (of 512 bytes).
        case badNVMe(_ path: String, sectors: [Int64])
        /// A SATA disk on an AHCI controller.
        case ahci(_ path: String)
        /// A virtio disk.
        case virtioBlock(_ path: String)
        /// A SCSI disk on a controller of its own, by QEMU's name for it: `virtio-scsi-pci`, `megasas`, `mptsas1068`… With
        /// `readOnly` it is write-protected.
        case scsi(_ path: String, controller: String = "virtio-scsi-pci", readOnly: Bool = false)
        /// A CD in a SATA drive.
        case cdrom(_ path: String)
        /// A network card whose network serves a folder by TFTP and names one file of it to boot.
        case network(directory: String, bootFile: String)
    }

    /// The machine's identity as its firmware gives it (SMBIOS type 1).
    public struct Identity: Sendable {
        /// Who made it.
        public var manufacturer: String?
        /// The product's name.
        public var product: String?
        /// The serial number.
        public var serial: String?
        /// The UUID in text form.
        public var uuid: String?

        /// An identity; what is nil stays QEMU's.
        public init(manufacturer: String? = nil, product: String? = nil, serial: String? = nil, uuid: String? = nil) {
            self.manufacturer = manufacturer
            self.product = product
            self.serial = serial
            self.uuid = uuid
        }
    }

    /// What the machine consists of.
    public struct Configuration: Sendable {
        /// What starts it.
        public var firmware: Firmware
        /// Memory in MiB.
        public var memoryMiB: Int = 512
        /// The number of processors.
        public var processors: Int = 1
        /// Disks and cards.
        public var devices: [Device]
        /// A kernel that is started without firmware or loader.
        public var kernel: String?
        /// The initramfs for `kernel`.
        public var initrd: String?
        /// The command line for `kernel`.
        public var commandLine: String?
        /// A file that everything from the serial port is written to as well.
        public var serialLog: String?
        /// The machine's identity.
        public var identity: Identity?
        /// The time that the machine's clock starts at, UTC, as `2024-07-20T10:00:00`; nil is now.
        public var clock: String?
        /// Whether the machine ends when it wants to reboot.
        public var endsAtReboot: Bool = true
        /// Further words of QEMU's command line.
        public var extraArguments: [String] = []

        /// A machine with 512 MiB and one processor.
        public init(firmware: Firmware = .bios, devices: [Device] = []) {
            self.firmware = firmware
            self.devices = devices
        }
    }
}
