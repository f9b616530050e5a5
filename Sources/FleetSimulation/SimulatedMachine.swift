public import RecoveryLog

/// A machine of a simulated fleet.
public struct SimulatedMachine: Sendable {
    /// What a machine's firmware says of itself.
    enum Firmware: Sendable { case whole, placeholderSerial, placeholders, nothing }

    /// The number in the fleet, from 0.
    public let number: Int
    /// The computer's name; nil where its registry cannot be read. Some are hostile.
    public let name: String?
    /// What its firmware says.
    public let identity: MachineIdentity
    /// Whether Windows is on a BitLocker volume.
    public let hasBitLocker: Bool
    /// The identifiers of the recovery keys that open it; the first one is at hand.
    public let protectors: [String]
    /// The GUID of the partitions.
    public let partition: String
    let firmware: Firmware

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
        firmware = .whole
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

    init(_ number: Int, _ random: inout SplitMix64) {
        self.number = number
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let isHostile = random.happens(2)
        name =
            (isHostile ? Self.hostileNames.randomElement(using: &random) : nil).map { "\(padded)\($0)" }
            ?? "PC-\(padded)"
        firmware =
            switch Int.random(in: 0..<1000, using: &random) {
            case 0..<10: .nothing
            case 10..<20: .placeholders
            case 20..<50: .placeholderSerial
            default: .whole
            }
        let model = Self.models.randomElement(using: &random) ?? ("", "")
        let uuid = random.guid()
        let address = "52:54:" + (0..<4).map { _ in random.hexadecimal(2) }.joined(separator: ":")
        identity = MachineIdentity(
            manufacturer: firmware == .nothing ? nil : model.0, product: firmware == .nothing ? nil : model.1,
            serial: firmware == .whole ? "SN\(padded)" : firmware == .nothing ? nil : "To Be Filled By O.E.M.",
            uuid: [.whole, .placeholderSerial].contains(firmware)
                ? uuid : firmware == .nothing ? nil : "03000200-0400-0500-0006-000700080009",
            macs: firmware == .nothing ? [] : [address], firmware: .uefi, secureBoot: .on)
        hasBitLocker = random.happens(400)
        protectors = [random.guid()]
        partition = random.guid()
    }
}
