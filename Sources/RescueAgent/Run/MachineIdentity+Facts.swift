internal import LinuxMachine
internal import LinuxSystem
internal import RecoveryLog

extension MachineIdentity {
    /// The machine as the log names it.
    init(_ facts: MachineFacts) {
        let secureBoot: SecureBoot =
            switch facts.secureBoot {
            case .on: .on
            case .off, .setupMode: .off
            case .unknown: facts.firmware == .bios ? .unsupported : .unknown
            }
        self.init(
            manufacturer: facts.manufacturer, product: facts.product, serial: facts.serial, uuid: facts.uuid,
            macs: facts.hardwareAddresses, firmware: facts.firmware == .uefi ? .uefi : .bios, secureBoot: secureBoot)
    }
}
