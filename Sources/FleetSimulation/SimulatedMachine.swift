public import RecoveryLog

/// A machine of a simulated fleet.
public struct SimulatedMachine: Sendable {
    /// What a machine's firmware says of itself.
    enum Firmware: Sendable { case whole, placeholderSerial, placeholders, nothing }

    /// What makes it hard to tell a machine from others.
    enum Kind: Sendable, Equatable {
        case ordinary
        /// One of several virtual machines that were made from one.
        case clone(group: Int)
        /// It reaches the network by a dock that others use, too.
        case docked
        /// It gets another name between its visits.
        case renamed
    }

    /// The number in the fleet, from 0.
    public let number: Int
    /// The computer's name; nil where its registry cannot be read. Some are hostile.
    public internal(set) var name: String?
    /// What its firmware says.
    public let identity: MachineIdentity
    /// Whether Windows is on a BitLocker volume.
    public let hasBitLocker: Bool
    /// The identifiers of the recovery keys that open it; the first one is at hand.
    public let protectors: [String]
    /// The GUID of the partitions.
    public let partition: String
    /// The serial number of the disk.
    let disk: String
    /// The identifier of the BitLocker volume.
    let volume: String
    let firmware: Firmware
    let kind: Kind

    /// A machine whose firmware says who it is.
    public init(
        number: Int, name: String?, identity: MachineIdentity, hasBitLocker: Bool, protectors: [String],
        partition: String
    ) {
        self.number = number
        self.name = name
        self.identity = identity
        self.hasBitLocker = hasBitLocker
        self.protectors = protectors
        self.partition = partition
        disk = "S64KNX0T\(number)"
        volume = partition
        firmware = .whole
        kind = .ordinary
    }

    /// One more virtual machine made from the same one: only its name, its address and its BitLocker volume are its own.
    init(_ number: Int, cloneOf other: SimulatedMachine, group: Int, _ random: inout SplitMix64) {
        self.number = number
        name = Self.plainName(number)
        identity = MachineIdentity(
            manufacturer: other.identity.manufacturer, product: other.identity.product, serial: other.identity.serial,
            uuid: other.identity.uuid, macs: [Self.address(&random)], firmware: .uefi, secureBoot: .on)
        hasBitLocker = other.hasBitLocker
        protectors = [random.guid()]
        partition = other.partition
        disk = other.disk
        volume = random.guid()
        firmware = other.firmware
        kind = .clone(group: group)
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// The name of most machines.
    static func plainName(_ number: Int) -> String { "PC-\(padded(number))" }

    private static func address(_ random: inout SplitMix64) -> String {
        "52:54:" + (0..<4).map { _ in random.hexadecimal(2) }.joined(separator: ":")
    }

    /// Names that a web page, a terminal or a spreadsheet would stumble over.
    private static let hostileNames = [
        "<script>alert(1)</script>", "\u{202E}gnp.exe", "=cmd|' /C calc'!A0", "\u{1B}[2J\u{1B}[31m",
        "PC\";DROP TABLE run;--",
        "\u{0}\u{7}\n\r", String(repeating: "W", count: 65_536),
    ]
    private static let models = [
        ("Dell Inc.", "Latitude 7440"), ("LENOVO", "20XW004AGE"), ("HP", "HP EliteBook 840 G9"),
        ("Microsoft Corporation", "Surface Laptop 5"), ("VMware, Inc.", "VMware20,1"),
    ]

    init(_ number: Int, _ mix: FleetMix, _ random: inout SplitMix64) {
        self.number = number
        let padded = Self.padded(number)
        let isHostile = random.happens(2)
        kind =
            switch Int.random(in: 0..<1000, using: &random) {
            case ..<mix.docks: .docked
            case ..<(mix.docks + mix.renames): .renamed
            case ..<(mix.docks + mix.renames + mix.clones): .clone(group: number)
            default: .ordinary
            }
        let isOrdinary = kind == .ordinary
        name =
            (isHostile && isOrdinary ? Self.hostileNames.randomElement(using: &random) : nil).map { "\(padded)\($0)" }
            ?? Self.plainName(number)
        let isWhole = isOrdinary || kind == .docked ? !random.happens(mix.placeholders) : true
        firmware =
            isWhole
            ? .whole
            : [.nothing, .placeholders, .placeholderSerial, .placeholderSerial, .placeholderSerial]
                .randomElement(using: &random) ?? .nothing
        let model = Self.models.randomElement(using: &random) ?? ("", "")
        let uuid = random.guid()
        let address = Self.address(&random)
        let dock = "00:e0:4c:68:00:0\(Int.random(in: 1...3, using: &random))"
        let placeholder = Self.placeholders.randomElement(using: &random) ?? ("", "")
        // Some makers give letters and digits, some digits with zeros before them.
        let digits = Int.random(in: 10...99, using: &random)
        let serial = number.isMultiple(of: 2) ? "SN\(padded)" : "00\(digits)\(padded)70"
        identity = MachineIdentity(
            manufacturer: firmware == .nothing ? nil : model.0, product: firmware == .nothing ? nil : model.1,
            serial: firmware == .whole ? serial : firmware == .nothing ? nil : placeholder.serial,
            uuid: [.whole, .placeholderSerial].contains(firmware)
                ? uuid : firmware == .nothing ? nil : placeholder.uuid,
            macs: kind == .docked ? [dock] : firmware == .nothing ? [] : [address], firmware: .uefi, secureBoot: .on)
        hasBitLocker = random.happens(400)
        protectors = [random.guid()]
        partition = random.guid()
        if case .clone = kind {
            (disk, volume) = ("QM00001", random.guid())
        } else {
            (disk, volume) = ("S64KNX0T\(number)", partition)
        }
    }

    /// What makers leave in the place of the numbers.
    private static let placeholders: [(serial: String, uuid: String)] = [
        ("To Be Filled By O.E.M.", uuid: "03000200-0400-0500-0006-000700080009"),
        ("MB-1234567890", "6ab5b300-538d-1014-9fb5-b0684d007b53"),
        ("Default string", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
        ("System Serial Number", "01010101-0101-0101-0101-010101010101"),
        ("0", "00000000-0000-0000-0000-000000000000"),
    ]

    /// Whether its numbers, or an address where there are none, are its own: whatever a run finds, it is known again.
    var isKnownByNumber: Bool {
        switch kind {
        case .clone, .renamed: false
        case .docked: firmware == .whole || firmware == .placeholderSerial
        case .ordinary: firmware != .nothing
        }
    }
}
