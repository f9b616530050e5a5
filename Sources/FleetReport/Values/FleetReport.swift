/// Which machines of a fleet are done, which are not, why, and what is left to do.
///
/// Everything in it comes from the database and the inventory: the same ones give the same report. Texts are as the
/// records have them, so that whoever shows them must make them safe.
public struct FleetReport: Sendable, Equatable {
    /// The format of the JSON form.
    public static let schema = "unloop-report/1"

    /// The newest moment in the database, of a run whose clock was right or of collecting, in UTC, ISO 8601; nil for an
    /// empty database.
    public let asOf: String?
    /// Sizes of what was read.
    public let totals: FleetTotals
    /// The machines by state.
    public let states: StateCounts
    /// The machines by state and reason, the most frequent first within a state.
    public let reasons: [ReasonCount]
    /// The machines by batch or site, by name; those without one last.
    public let sites: [SiteCount]
    /// How the work went on.
    public let timeline: Timeline
    /// How fast the work went.
    public let throughput: Throughput
    /// The machines, those that are open first, then by name.
    public let machines: [FleetMachine]
    /// The recovery keys that opened volumes, which are to be replaced; by machine.
    public let usedKeys: [KeyUse]
    /// The keys that would open volumes of machines that are locked now; by key.
    public let missingKeys: [MissingKey]
    /// The hardware models with machines that failed or in which no Windows was found, the most of them first.
    public let troubledModels: [ModelCount]
    /// The machines whose disks were not, or not all, seen; by name.
    public let unseenDisks: [UnseenDisk]
    /// The records that are not to be believed in every point; by file name.
    public let doubts: [RecordDoubt]
    /// The comparison with an inventory, if there is one.
    public let inventory: InventoryComparison?

    /// The machines that were repaired more than once, the most often first.
    public var repairedAgain: [FleetMachine] {
        machines.filter { $0.repairs > 1 }.sorted { ($1.repairs, $0.name, $0.id) < ($0.repairs, $1.name, $1.id) }
    }
}
