internal import Vocabulary

/// The rows of an inventory and the machines of the records that have something in common, by what that is.
struct InventoryBuckets {
    /// What is in common.
    enum Key: Hashable {
        case name(String)
        /// A name of 15 letters in the row, which a longer one of a machine begins with.
        case cutRow(String)
        /// The first 15 letters of a longer name in the row, which are the whole name of a machine.
        case cutMachine(String)
        case uuid(String)
        case serial(String)
        case origin(SerialNumber.Origin)
    }

    /// A machine of the records, for comparing.
    struct Machine {
        let identity: InventoryIdentity
        /// The comparable names that it has besides the one of its newest run.
        let formerNames: Set<String>
        let machine: FleetMachine

        init(_ machine: FleetMachine, names: [String]) {
            self.machine = machine
            identity = InventoryIdentity(name: machine.computer, serial: machine.serial, uuid: machine.uuid)
            var others = Set(names.compactMap(InventoryIdentity.comparableName))
            if let name = identity.name { others.remove(name) }
            formerNames = others
        }

        var names: [String] { [identity.name].compactMap(\.self) + formerNames.sorted() }
        /// Whether it may be what a row of its name stands for and is not done.
        var isOpenWithoutNumber: Bool { !machine.state.isDone && !identity.hasNumber }
    }

    private(set) var rows: [Key: [Int]] = [:]
    private(set) var machines: [Key: [Int]] = [:]
    private(set) var steps = 0

    init(_ identities: [InventoryIdentity], _ machines: [Machine]) {
        var precisions: Set<Int> = []
        for (row, identity) in identities.enumerated() {
            for key in Self.keys(ofRow: identity, &precisions) {
                steps += 1
                rows[key, default: []].append(row)
            }
        }
        for (number, machine) in machines.enumerated() {
            for key in Self.keys(of: machine, precisions) {
                steps += 1
                if rows[key] != nil { self.machines[key, default: []].append(number) }
            }
        }
    }

    private static func keys(ofRow identity: InventoryIdentity, _ precisions: inout Set<Int>) -> Set<Key> {
        var keys: Set<Key> = []
        if let name = identity.name {
            keys.insert(.name(name))
            let length = name.count
            if length == ComputerName.netBIOSLength { keys.insert(.cutRow(name)) }
            if length > ComputerName.netBIOSLength {
                keys.insert(.cutMachine(String(name.prefix(ComputerName.netBIOSLength))))
            }
        }
        for identity in [identity, identity.withListedNumber].compactMap(\.self) {
            if let uuid = identity.uuidKey { keys.insert(.uuid(uuid)) }
            guard let serial = identity.serial else { continue }
            keys.insert(.serial(serial.text))
            for origin in serial.origins {
                keys.insert(.origin(origin))
                if let precision = origin.precision { precisions.insert(precision) }
            }
        }
        return keys
    }

    private static func keys(of machine: Machine, _ precisions: Set<Int>) -> Set<Key> {
        var keys: Set<Key> = []
        for name in machine.names {
            keys.insert(.name(name))
            let length = name.count
            if length == ComputerName.netBIOSLength { keys.insert(.cutMachine(name)) }
            if length > ComputerName.netBIOSLength {
                keys.insert(.cutRow(String(name.prefix(ComputerName.netBIOSLength))))
            }
        }
        if let uuid = machine.identity.uuidKey { keys.insert(.uuid(uuid)) }
        if let serial = machine.identity.serial {
            keys.insert(.serial(serial.text))
            for trace in serial.traces(precisions: precisions) { keys.insert(.origin(trace)) }
        }
        return keys
    }
}
