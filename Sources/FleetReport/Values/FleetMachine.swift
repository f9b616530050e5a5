/// A machine of the fleet: where it stands after its newest run, and what to do about it.
public struct FleetMachine: Sendable, Equatable {
    /// The row of the table `machine`.
    public let id: Int64
    /// The name of the computer; nil where no Windows could be read.
    public let computer: String?
    /// The serial number in the firmware.
    public let serial: String?
    /// The UUID in the firmware.
    public let uuid: String?
    /// The maker and the product, with a blank between.
    public let model: String?
    /// The label that the stick's settings, or the inventory's site column, give to the batch or site.
    public internal(set) var site: String?
    /// Where it stands.
    public let state: MachineState
    /// The stable code of the reason.
    public let code: String?
    /// Why, in the record's words.
    public let reason: String?
    /// What to do, with the key, the controller or the setting that it takes; nil where nothing is to be done.
    public internal(set) var remedy: String?
    /// When the newest run began, in UTC by the machine's clock, ISO 8601.
    public let time: String?
    /// Whether that clock was wrong.
    public let clockIsWrong: Bool
    /// The length of the newest run in seconds, if it has an end.
    public let seconds: Int?
    /// All runs of the machine.
    public let runs: Int
    /// The runs that ended in `repaired`.
    public let repairs: Int

    /// What a person knows the machine by: its name, serial number or UUID.
    public var name: String { computer ?? serial ?? uuid ?? "machine \(id)" }
}
