/// How much was read.
public struct FleetTotals: Sendable, Equatable {
    /// What was collected: sticks, folders, archives, images.
    public let sources: Int
    /// Runs, each counted once.
    public let runs: Int
    /// Files that were removed, over all runs.
    public let removedFiles: Int
    /// Removed files that their run looked for again and did not find.
    public let verifiedFiles: Int
    /// Files among the sources that are no logs, or cannot be read.
    public let refusedFiles: Int
}

/// How many machines are in one state for one reason.
public struct ReasonCount: Sendable, Equatable {
    /// The state.
    public let state: MachineState
    /// The stable code of the reason; nil for records without an end.
    public let code: String?
    /// The number of machines.
    public let machines: Int
    /// What to do about it.
    public let remedy: String?
}

/// The machines of one batch or site.
public struct SiteCount: Sendable, Equatable {
    /// The label; nil for machines without one.
    public let site: String?
    /// The machines that were seen, by state.
    public let states: StateCounts
    /// The machines of the inventory that were never seen; nil without an inventory.
    public let neverSeen: Int?
}

/// The machines of one maker and product.
public struct ModelCount: Sendable, Equatable {
    /// The maker and the product.
    public let model: String
    /// Its machines, by state.
    public let states: StateCounts
}

/// How fast the work went.
public struct Throughput: Sendable, Equatable {
    /// Machines that became done at a time that is known.
    public let machines: Int
    /// Hours in which at least one run of any outcome began.
    public let workHours: Int
    /// The most machines that became done within one hour.
    public let busiestHour: Int
    /// The middle of the lengths of runs that ended in a done machine, in seconds; nil if there is none.
    public let medianSeconds: Int?

    /// Machines in ten work hours, rounded; nil without work hours.
    public var machinesPerTenHours: Int? {
        workHours == 0 ? nil : (machines * 10 + workHours / 2) / workHours
    }
}
