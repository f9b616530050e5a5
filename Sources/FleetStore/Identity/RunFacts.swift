internal import RecoveryLog
internal import Vocabulary

/// The facts of a run.
struct RunFacts {
    private(set) var all: Set<MachineFact> = []

    /// The longest value in characters: a hostile name has 65,536 and more.
    private static let longest = 256

    /// Adds a value. An empty one and a placeholder prove nothing.
    mutating func add(_ kind: MachineFact.Kind, _ value: String?) {
        guard let value = value?.lowercased(), !PlaceholderIdentity.isPlaceholder(value) else { return }
        all.insert(MachineFact(kind: kind, value: String(value.prefix(Self.longest))))
    }

    mutating func addFirmware(uuid: String?, serial: String?) {
        func meaningful(_ field: String?) -> String? {
            field.flatMap { PlaceholderIdentity.isPlaceholder($0) ? nil : $0 }
        }
        let numbers = [
            meaningful(uuid).map { "uuid:\($0)" }, meaningful(serial).map { "serial:\($0)" },
        ].compactMap(\.self)
        add(.firmware, numbers.isEmpty ? nil : numbers.joined(separator: " "))
    }

    /// Adds a disk, unless it is on USB: sticks and their readers go from machine to machine.
    mutating func addDisk(model: String?, serial: String?, bus: String?) {
        guard bus != "usb", let serial, !PlaceholderIdentity.isPlaceholder(serial) else { return }
        add(.disk, "\(model ?? "") \(serial)")
    }

    /// Adds the name of a computer. A name is what people chose: none is a placeholder.
    mutating func addName(_ name: String?) {
        guard let name = name.map(ComputerName.comparable), !name.isEmpty else { return }
        all.insert(MachineFact(kind: .name, value: String(name.prefix(Self.longest))))
    }

    /// Adds the hardware addresses in a text, such as that of a note.
    mutating func addAddresses(in text: String) {
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            let parts = word.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 6, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isHexDigit) }) else {
                continue
            }
            add(.address, String(word))
        }
    }
}

extension RunFacts {
    /// What a log says of its machine. What is on removable media may be another machine's.
    init(of log: CollectedLog) {
        self.init()
        addFirmware(uuid: log.start.machine.uuid, serial: log.start.machine.serial)
        for disk in log.disks { addDisk(model: disk.model, serial: disk.serial, bus: disk.bus) }
        for volume in log.volumes where !volume.isRemovable {
            addName(volume.computer)
            add(.partition, volume.partitionGUID)
            add(.bitLocker, volume.bitLockerID)
            for protector in volume.protectors { add(.bitLocker, protector.id) }
        }
        for address in log.start.machine.macs { addAddresses(in: address) }
        for note in log.notes where note.code == NoteCode.networkAddresses.rawValue { addAddresses(in: note.message) }
    }
}
