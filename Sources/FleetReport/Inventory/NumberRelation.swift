/// What the numbers in the firmware of two machines, or of a row and a machine, say of each other.
enum NumberRelation: Sendable {
    /// They agree.
    case same
    /// One agrees, the other does not.
    case mixed
    /// One serial number may be what a spreadsheet or a person made of the other.
    case changed
    /// Nothing: at least one side has none.
    case unknown
    /// They are those of two machines.
    case different

    /// - Parameters:
    ///   - row: the row of an inventory.
    ///   - other: what it is compared with.
    ///   - model: the maker and product of the other, where that is known.
    init(_ row: InventoryIdentity, _ other: InventoryIdentity, model: String? = nil) {
        let uuids = row.uuidKey.flatMap { own in other.uuidKey.map { own == $0 } }
        let serials = row.serial.flatMap { own in other.serial.map { own == $0 } }
        switch (serials, uuids) {
        case (true?, false?): self = .mixed
        case (true?, _), (nil, true?): self = .same
        case (nil, nil): self = .unknown
        case (nil, false?): self = .different
        case (false?, _):
            if let own = row.serial, let its = other.serial, own.mayHaveBeen(its, model: model) {
                self = uuids == false ? .mixed : .changed
            } else {
                self = uuids == true ? .mixed : .different
            }
        }
    }
}
