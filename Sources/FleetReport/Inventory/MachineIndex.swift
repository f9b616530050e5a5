internal import RecoveryKeys
internal import Vocabulary

/// What a machine is known by, for comparing.
struct MachineIdentities: Equatable {
    let name: String?
    let serial: String?
    let uuid: String?

    init(_ machine: InventoryMachine) {
        self.init(name: machine.name, serial: machine.serial, uuid: machine.uuid)
    }

    init(name: String?, serial: String?, uuid: String?) {
        self.name = name.map(ComputerName.comparable).flatMap { $0.isEmpty ? nil : $0 }
        self.serial = serial.map { $0.lowercased() }.flatMap { PlaceholderIdentity.isPlaceholder($0) ? nil : $0 }
        self.uuid = uuid.map { $0.lowercased().filter(\.isHexDigit) }.flatMap {
            PlaceholderIdentity.isPlaceholder($0) ? nil : $0
        }
    }

    /// The UUID with its first three fields in the other byte order: until SMBIOS 2.6 (section 7.2.1) makers did not
    /// agree on it.
    var swappedUUID: String? {
        guard let uuid, uuid.utf8.count == 32 else { return nil }
        let pairs = stride(from: 0, to: 32, by: 2).map { uuid.dropFirst($0).prefix(2) }
        return [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map { pairs[$0] }.joined()
    }

    /// Whether both are known and differ: then the same name is another machine's.
    func contradicts(_ other: MachineIdentities) -> Bool {
        if let serial, let theirs = other.serial { return serial != theirs }
        if let uuid, let theirs = other.uuid { return uuid != theirs && swappedUUID != theirs }
        return false
    }
}

/// Finds machines by what they are known by.
struct MachineIndex: Equatable {
    private var names: [String: [Int]] = [:]
    private var serials: [String: [Int]] = [:]
    private var uuids: [String: [Int]] = [:]
    private var identities: [Int: [MachineIdentities]] = [:]

    mutating func add(_ identity: MachineIdentities, as number: Int) {
        if identities[number]?.contains(identity) == true { return }
        identities[number, default: []].append(identity)
        func insert(_ key: String?, _ list: inout [String: [Int]]) {
            guard let key, list[key]?.contains(number) != true else { return }
            list[key, default: []].append(number)
        }
        insert(identity.name, &names)
        insert(identity.serial, &serials)
        insert(identity.uuid, &uuids)
    }

    /// The machine that an identity is of. A serial number or UUID that several machines have (a maker's placeholder)
    /// tells nothing; a name tells nothing where the serial numbers differ.
    ///
    /// - Parameter renamed: whether a machine may have another name than the one that it is known by. Within an inventory
    ///   two names are two machines, whatever number their maker gave them.
    func match(_ identity: MachineIdentities, renamed: Bool) -> Int? {
        for (key, list) in [
            (identity.uuid, uuids), (identity.swappedUUID, uuids), (identity.serial, serials),
        ] {
            guard let key, let found = list[key], found.count == 1 else { continue }
            if renamed || !hasOtherName(found[0], identity) { return found[0] }
        }
        guard let name = identity.name else { return nil }
        let found = names[name] ?? []
        if let agreed = found.first(where: { !contradicts($0, identity) }) { return agreed }
        // A list of one column may hold serial numbers.
        if identity.serial == nil, identity.uuid == nil, let serial = serials[name], serial.count == 1 {
            return serial[0]
        }
        return nil
    }

    /// The machine that has the name of an identity, and another serial number.
    func namesake(of identity: MachineIdentities) -> Int? { identity.name.flatMap { names[$0]?.first } }

    private func hasOtherName(_ number: Int, _ identity: MachineIdentities) -> Bool {
        guard let name = identity.name, let known = identities[number] else { return false }
        return known.contains { $0.name != nil } && !known.contains { $0.name == name }
    }

    private func contradicts(_ number: Int, _ identity: MachineIdentities) -> Bool {
        (identities[number] ?? []).contains { $0.contradicts(identity) }
    }
}
