/// How a disk is connected to the machine.
public enum DeviceBus: String, Sendable {
    case nvme, usb, ata, scsi, virtio, mmc, xen
    case hyperV = "hyper-v"
    case fireWire = "firewire"
    /// A device made of others by device-mapper (`dm-0`).
    case mapped
    /// A device made of others by md (`md127`).
    case raid
    case other

    /// From a device's path in sysfs, for example `/devices/pci0000:00/0000:00:17.0/ata1/host0/…/block/sda`.
    ///
    /// The component nearest to the disk that names a bus decides: a SATA disk in a USB enclosure is on USB.
    init(devicePath: String) {
        let components = devicePath.split(separator: "/")
        if components.contains("virtual"), let name = components.last {
            self = name.hasPrefix("dm-") ? .mapped : name.hasPrefix("md") ? .raid : .other
            // An NVMe namespace with several paths hangs below virtual/nvme-subsystem.
            if components.contains("nvme-subsystem") { self = .nvme }
            return
        }
        self = components.reversed().lazy.compactMap(Self.init(component:)).first ?? .other
        // Only these say more than the SCSI host that their disks hang on.
        if self == .scsi {
            let transport = components.reversed().lazy.compactMap(Self.init(component:)).first { $0 != .scsi }
            self = transport ?? .scsi
        }
    }

    private init?(component: Substring) {
        let digits = component.reversed().prefix { $0.isNumber }.count
        switch (component.dropLast(digits), digits > 0) {
        case ("nvme", true): self = .nvme
        case ("usb", true): self = .usb
        case ("ata", true): self = .ata
        case ("host", true): self = .scsi
        case ("virtio", true): self = .virtio
        case ("mmc", true): self = .mmc
        case ("vbd-", true): self = .xen
        case ("fw", true): self = .fireWire
        default:
            guard component.hasPrefix("VMBUS") || component.hasPrefix("vmbus") else { return nil }
            self = .hyperV
        }
    }
}
