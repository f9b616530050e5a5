/// A machine as an inventory names it.
public struct InventoryMachine: Sendable, Equatable {
    /// The inventory's file, as the caller named it.
    public let file: String
    /// The row in the file, from 1 as a spreadsheet counts.
    public let row: Int
    /// The computer's name.
    public let name: String?
    /// The serial number.
    public let serial: String?
    /// The UUID in the firmware.
    public let uuid: String?
    /// The site, location or department.
    public let site: String?

    /// What a person knows the machine by.
    public var title: String { name ?? serial ?? uuid ?? "row \(row)" }
}
