/// QEMU's command line for a configuration.
struct QEMUArguments {
    let configuration: VirtualMachine.Configuration
    let accelerator: Accelerator
    /// The machine's own copy of the UEFI variables.
    let variables: String
    /// The socket of the monitor.
    let monitor: String

    /// All words after the program's name.
    var words: [String] {
        var words = [
            "-nodefaults", "-accel", accelerator.rawValue, "-cpu", accelerator.processor,
            "-m", "\(configuration.memoryMiB)", "-smp", "\(configuration.processors)", "-display", "none", "-vga",
            "std",
            "-qmp", "unix:\(Self.escaped(monitor)),server=on,wait=off", "-chardev", serial, "-serial", "chardev:serial",
        ]
        words += firmware
        for (index, device) in configuration.devices.enumerated() { words += self.words(for: device, index) }
        if configuration.endsAtReboot { words.append("-no-reboot") }
        if let clock = configuration.clock { words += ["-rtc", "base=\(clock)"] }
        if let identity = configuration.identity { words += ["-smbios", Self.table(identity)] }
        if let kernel = configuration.kernel { words += ["-kernel", kernel] }
        if let initrd = configuration.initrd { words += ["-initrd", initrd] }
        if let commandLine = configuration.commandLine { words += ["-append", commandLine] }
        return words + configuration.extraArguments
    }

    private var serial: String {
        "stdio,id=serial,signal=off" + (configuration.serialLog.map { ",logfile=\(Self.escaped($0))" } ?? "")
    }

    /// Secure Boot needs system management mode and flash that only that mode can write.
    private var firmware: [String] {
        guard let code = configuration.firmware.codePath else {
            return ["-machine", "q35", "-device", "qemu-xhci,id=usb"]
        }
        var words = ["-machine", "q35,smm=on", "-device", "qemu-xhci,id=usb"]
        if configuration.firmware == .uefi(secureBoot: true) {
            words += ["-global", "driver=cfi.pflash01,property=secure,value=on"]
        }
        words += ["-drive", "if=pflash,format=raw,unit=0,readonly=on,file=\(code)"]
        return words + ["-drive", "if=pflash,format=raw,unit=1,file=\(Self.escaped(variables))"]
    }

    /// Device `index` is called `device<index>`, its drive `drive<index>`.
    private func words(for device: VirtualMachine.Device, _ index: Int) -> [String] {
        let identity = "id=device\(index),bootindex=\(index + 1)"
        let disk = "drive=drive\(index),\(identity)"
        func drive(_ path: String, _ more: String = "") -> [String] {
            ["-drive", "if=none,id=drive\(index),format=raw,cache=unsafe,file=\(Self.escaped(path))\(more)"]
        }
        /// Flushes go as far as the log's driver, and no further: to the host both files are as good as on the medium.
        func loggedDrive(_ path: String, _ log: String) -> [String] {
            let node = "driver=blklogwrites,node-name=drive\(index),log-sector-size=512"
            let files = [("file", path), ("log", log)].map { role, path in
                ",\(role).driver=file,\(role).filename=\(Self.escaped(path)),\(role).cache.no-flush=on"
            }
            return ["-blockdev", node + files.joined()]
        }
        switch device {
        case .usbStick(let path, let snapshot, let readOnly):
            return drive(path, (snapshot ? ",snapshot=on" : "") + (readOnly ? ",readonly=on" : ""))
                + ["-device", "usb-storage,bus=usb.0,removable=on,\(disk)"]
        case .loggedStick(let path, let log):
            return loggedDrive(path, log) + ["-device", "usb-storage,bus=usb.0,removable=on,\(disk)"]
        case .loggedNVMe(let path, let log):
            let sectors = "logical_block_size=512,physical_block_size=4096"
            return loggedDrive(path, log) + ["-device", "nvme,serial=nvme\(index),\(sectors),\(disk)"]
        case .nvme(let path): return drive(path) + ["-device", "nvme,serial=nvme\(index),\(disk)"]
        case .badNVMe(let path, let sectors):
            // The sectors fail whenever they are read, and take what is written.
            let rules = sectors.enumerated().map { number, sector in
                let settings = ["event=read_aio", "iotype=read", "errno=5", "sector=\(sector)"]
                return settings.map { ",file.inject-error.\(number).\($0)" }.joined()
            }
            let file = "file.driver=blkdebug,file.image.driver=file,file.image.filename=\(Self.escaped(path))"
            return ["-blockdev", "driver=raw,node-name=drive\(index),\(file)\(rules.joined())"]
                + ["-device", "nvme,serial=nvme\(index),\(disk)"]
        case .ahci(let path): return drive(path) + ["-device", "ide-hd,bus=ide.\(index),\(disk)"]
        case .virtioBlock(let path): return drive(path) + ["-device", "virtio-blk-pci,\(disk)"]
        case .scsi(let path, let controller, let readOnly):
            return drive(path, readOnly ? ",readonly=on" : "")
                + ["-device", "\(controller),id=scsi\(index)", "-device", "scsi-hd,bus=scsi\(index).0,\(disk)"]
        case .cdrom(let path):
            return drive(path, ",media=cdrom,readonly=on") + ["-device", "ide-cd,bus=ide.\(index),\(disk)"]
        case .network(let directory, let bootFile):
            let network = "user,id=net\(index),tftp=\(Self.escaped(directory)),bootfile=\(Self.escaped(bootFile))"
            // A BIOS boots by the card's own iPXE; in front of OVMF's network stack that is in the way.
            let rom = configuration.firmware == .bios ? "" : ",romfile="
            return ["-netdev", network, "-device", "virtio-net-pci,netdev=net\(index),\(identity)\(rom)"]
        }
    }

    private static func table(_ identity: VirtualMachine.Identity) -> String {
        let fields = [
            ("manufacturer", identity.manufacturer), ("product", identity.product), ("serial", identity.serial),
            ("uuid", identity.uuid),
        ]
        return "type=1" + fields.compactMap { name, value in value.map { ",\(name)=\(escaped($0))" } }.joined()
    }

    /// A value in an option's list: QEMU reads two commas as one.
    private static func escaped(_ value: String) -> String { value.replacing(",", with: ",,") }
}
