internal import JSONCoding
internal import Timestamps

/// A report as one JSON object, for other programs. `Schema/README.md` describes it. Nothing that the records say is
/// left out or cut; what would not show on a screen is escaped.
public enum ReportJSON {
    /// The object in UTF-8, a machine a line, with a line end.
    public static func render(_ report: FleetReport) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { json in
            json.member("schema", FleetReport.schema)
            json.member("asOf", report.asOf)
            json.object("totals") { json in
                json.member("sources", report.totals.sources)
                json.member("machines", report.states.total)
                json.member("done", report.states.done)
                json.member("open", report.states.open)
                json.member("runs", report.totals.runs)
                json.member("removedFiles", report.totals.removedFiles)
                json.member("verifiedFiles", report.totals.verifiedFiles)
                json.member("refusedFiles", report.totals.refusedFiles)
            }
            json.object("outcomes") { $0.counts(report.states) }
            json.list("reasons", report.reasons) { json, reason in
                json.member("outcome", reason.state.rawValue)
                json.member("code", reason.code)
                json.member("machines", reason.machines)
                json.member("todo", reason.remedy)
            }
            json.list("sites", report.sites) { json, site in
                json.member("site", site.site)
                json.member("machines", site.states.total)
                json.member("done", site.states.done)
                json.object("outcomes") { $0.counts(site.states) }
                json.member("neverSeen", site.neverSeen)
            }
            json.add(report.timeline)
            json.add(report.throughput)
            json.findings(report)
            if let inventory = report.inventory { json.add(inventory) }
            json.list("machines", report.machines) { $0.members(of: $1) }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

extension InventoryComparison.Remaining.Standing {
    /// The word for programs.
    var word: String {
        switch self {
        case .neverSeen: "never-seen"
        case .unsure: "unsure"
        case .open(let state): state.rawValue
        }
    }
}

extension JSONWriter {
    /// An array of objects, one a line.
    fileprivate mutating func list<Element>(
        _ name: String, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
    ) {
        breakLine()
        array(name, elements) { json, element in
            json.breakLine()
            json.object { body(&$0, element) }
        }
    }

    fileprivate mutating func counts(_ counts: StateCounts) {
        for state in MachineState.allCases { member(state.rawValue, counts[state]) }
    }

    fileprivate mutating func members(of machine: FleetMachine) {
        member("name", machine.name)
        member("computer", machine.computer)
        member("serial", machine.serial)
        member("uuid", machine.uuid)
        member("model", machine.model)
        member("site", machine.site)
        member("outcome", machine.state.rawValue)
        member("done", machine.state.isDone)
        member("code", machine.code)
        member("reason", machine.reason)
        member("todo", machine.remedy)
        member("lastRun", machine.time)
        member("clockIsWrong", machine.clockIsWrong)
        member("seconds", machine.seconds)
        member("runs", machine.runs)
        member("repairs", machine.repairs)
    }

    fileprivate mutating func add(_ timeline: Timeline) {
        breakLine()
        object("timeline") { json in
            json.member("unit", timeline.unit.rawValue)
            json.member("earlierRuns", timeline.earlierRuns)
            json.list("periods", timeline.periods) { json, period in
                json.member("start", period.start.description)
                json.member("done", period.done)
                json.member("repaired", period.repaired)
                json.member("nothingToDo", period.nothingToDo)
                json.member("runs", period.runs)
            }
        }
    }

    fileprivate mutating func add(_ throughput: Throughput) {
        breakLine()
        object("throughput") { json in
            json.member("machines", throughput.machines)
            json.member("workHours", throughput.workHours)
            json.member("busiestHour", throughput.busiestHour)
            json.member("medianSeconds", throughput.medianSeconds)
        }
    }

    fileprivate mutating func findings(_ report: FleetReport) {
        list("keysToReplace", report.usedKeys) { json, key in
            json.member("machine", key.machine)
            json.member("protectorID", key.protectorID)
            json.member("kind", key.kind)
            json.member("device", key.device)
            json.member("firstUsed", key.time)
        }
        list("missingKeys", report.missingKeys) { json, key in
            json.member("protectorID", key.protectorID)
            json.member("machine", key.machine)
            json.member("device", key.device)
        }
        list("modelsWithFailures", report.troubledModels) { json, model in
            json.member("model", model.model)
            json.object("outcomes") { $0.counts(model.states) }
        }
        list("unseenDisks", report.unseenDisks) { json, disk in
            json.member("machine", disk.machine)
            json.member("model", disk.model)
            json.member("finding", disk.finding)
        }
        list("repairedAgain", report.repairedAgain) { json, machine in
            json.member("machine", machine.name)
            json.member("serial", machine.serial)
            json.member("repairs", machine.repairs)
        }
        list("doubts", report.doubts) { json, doubt in
            json.member("kind", doubt.kind.rawValue)
            json.member("machine", doubt.machine)
            json.member("file", doubt.file)
            json.member("detail", doubt.detail)
        }
    }

    fileprivate mutating func add(_ inventory: InventoryComparison) {
        breakLine()
        object("inventory") { json in
            json.member("machines", inventory.machines)
            json.member("done", inventory.done)
            json.member("neverSeen", inventory.neverSeen)
            json.member("unsure", inventory.unsure)
            json.member("duplicateRows", inventory.duplicateRows)
            json.list("remaining", inventory.remaining) { json, remaining in
                json.members(of: remaining.machine)
                json.member("outcome", remaining.standing.word)
                json.member("todo", remaining.remedy)
            }
            json.list("unlisted", inventory.unlisted) { $0.members(of: $1) }
            json.list("doubts", inventory.doubts) { json, doubt in
                json.member("kind", doubt.kind.rawValue)
                json.array("rows", doubt.rows) { json, row in json.object { $0.members(of: row) } }
                json.member("moreRows", doubt.moreRows)
                json.array("records", doubt.records) { json, record in json.object { $0.members(of: record) } }
                json.member("moreRecords", doubt.moreRecords)
                json.member("detail", doubt.detail)
            }
        }
    }

    private mutating func members(of row: InventoryMachine) {
        member("file", row.file)
        member("row", row.row)
        member("name", row.name)
        member("serial", row.serial)
        member("uuid", row.uuid)
        member("site", row.site)
    }
}
