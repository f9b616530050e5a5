internal import RecoveryLog

/// What tells a machine apart from others.
enum MachineKey {
    /// The firmware's numbers as far as they mean something, else the least hardware address, else a computer's name, else
    /// the run, which then stands for a machine of its own.
    static func text(of start: StartEvent, computer: String?) -> String {
        let machine = start.machine
        let numbers = [
            machine.meaningfulUUID.map { "uuid:\($0.lowercased())" }, machine.meaningfulSerial.map { "serial:\($0)" },
        ].compactMap { $0 }
        if !numbers.isEmpty { return numbers.joined(separator: " ") }
        let addresses = machine.macs.map { $0.lowercased() }
        if let address = addresses.filter({ $0.contains { !"0:".contains($0) } }).min() { return "mac:\(address)" }
        return computer.map { "name:\($0.lowercased())" } ?? "run:\(start.run)"
    }
}
