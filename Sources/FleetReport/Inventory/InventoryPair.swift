/// A row of an inventory and a machine of the records that may be the same.
struct InventoryPair: Sendable {
    /// What the names say of each other.
    enum Name: Sendable {
        /// They agree.
        case same
        /// One is what NetBIOS keeps of the other.
        case cut
        /// The row has a name that the machine had before, or that another Windows on its disks has.
        case former
        /// At least one side has none.
        case unknown
        /// They are those of two computers.
        case different
    }

    let row: Int
    let machine: Int
    let name: Name
    let number: NumberRelation
    /// Whether the number that agrees is that of one row and one machine only.
    let isOwnNumber: Bool

    /// The highest rank.
    static let best = 9

    /// How well they fit; nil where nothing agrees, 0 where it is a doubt.
    var rank: Int? {
        switch (name, number) {
        case (.same, .same): isOwnNumber ? 9 : 8
        case (.same, .changed), (.same, .mixed): 7
        case (.cut, .same), (.former, .same): isOwnNumber ? 6 : 5
        case (.cut, .changed), (.former, .changed): 5
        case (.same, .unknown): 4
        case (.unknown, .same) where isOwnNumber: 3
        case (.cut, .unknown): 2
        case (.unknown, .unknown), (.unknown, .different), (.different, .unknown), (.different, .different): nil
        case (.same, .different), (.cut, .different), (.former, .different), (.cut, .mixed), (.former, .mixed),
            (.former, .unknown), (.unknown, .same), (.unknown, .changed), (.unknown, .mixed), (.different, .same),
            (.different, .changed), (.different, .mixed):
            0
        }
    }
}
