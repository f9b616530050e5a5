internal import Vocabulary

/// What a row of an inventory knows a machine by, for comparing.
struct InventoryIdentity: Equatable, Sendable {
    /// The name, comparable.
    let name: String?
    let serial: SerialNumber?
    /// 32 hexadecimal digits.
    let uuid: String?
    /// What stands in the column of names of a row without numbers: in a list of one column it may be a number.
    private let listed: String?

    init(_ machine: InventoryMachine) { self.init(name: machine.name, serial: machine.serial, uuid: machine.uuid) }

    init(name: String?, serial: String?, uuid: String?) {
        self.name = name.flatMap(Self.comparableName)
        self.serial = serial.flatMap { SerialNumber($0) }
        self.uuid = uuid.flatMap(Self.comparableUUID)
        listed = self.serial == nil && self.uuid == nil ? name : nil
    }

    /// Whether it has a number of the machine's firmware.
    var hasNumber: Bool { serial != nil || uuid != nil }

    /// What people write in a list where a name is not known, in letters and digits.
    private static let noNames: Set<String> = ["", "na", "nv", "ref", "none", "null", "unknown", "unbekannt", "tbd"]

    static func comparableName(_ cell: String) -> String? {
        let name = ComputerName.comparable(PlainCell.text(cell))
        let letters = name.filter { $0.isLetter || $0.isNumber }
        return noNames.contains(letters) ? nil : name
    }

    static func comparableUUID(_ cell: String) -> String? {
        let digits = cell.lowercased().filter(\.isHexDigit)
        return digits.utf8.count == 32 && !PlaceholderIdentity.isPlaceholder(digits) ? digits : nil
    }

    /// A UUID whose first three fields may be in either byte order, as one of them: until SMBIOS 2.6 (section 7.2.1) makers
    /// did not agree on it.
    static func key(ofUUID uuid: String) -> String {
        let pairs = stride(from: 0, to: 32, by: 2).map { uuid.dropFirst($0).prefix(2) }
        guard pairs.count == 16 else { return uuid }
        let swapped = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map { pairs[$0] }.joined()
        return min(uuid, swapped)
    }

    var uuidKey: String? { uuid.map(Self.key) }

    /// The same row with its name taken for a serial number or UUID; nil where it has numbers.
    var withListedNumber: InventoryIdentity? {
        guard let listed else { return nil }
        let identity = InventoryIdentity(name: nil, serial: listed, uuid: listed)
        return identity.hasNumber ? identity : nil
    }
}
