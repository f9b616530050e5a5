internal import Vocabulary

extension FleetReport {
    var workSection: ReportSection {
        ReportSection(
            id: "work", title: "Machines that need work", note: "What to do at each machine that is not done.",
            columns: ["Machine", "Serial", "Site", "Outcome", "What to do"],
            rows: machines.filter { !$0.state.isDone }.map {
                [.foreign($0.name), .known($0.serial), .known($0.site), .state($0.state), .known($0.remedy)]
            }, isWork: true)
    }

    var unseenSection: ReportSection {
        ReportSection(
            id: "never-seen", title: "Machines that were never seen",
            note: "Machines of the inventory without a record.",
            columns: ["Machine", "Serial", "Site", "What to do"],
            rows: (inventory?.remaining ?? []).filter { $0.standing == .neverSeen }.map {
                [.foreign($0.machine.title), .known($0.machine.serial), .known($0.machine.site), .foreign($0.remedy)]
            }, isWork: true)
    }

    var unsureSection: ReportSection {
        ReportSection(
            id: "unsure", title: "Rows and records in doubt",
            note: "Rows of the inventory, and records that may be theirs. No such row counts as done.",
            columns: ["Inventory", "Record", "Doubt"],
            rows: (inventory?.doubts ?? []).map { doubt in
                let rows = doubt.rows.map(\.line) + (doubt.moreRows > 0 ? ["\(doubt.moreRows) more"] : [])
                let records = doubt.records.map(\.line) + (doubt.moreRecords > 0 ? ["\(doubt.moreRecords) more"] : [])
                return [
                    .foreign(rows.joined(separator: "; ")),
                    records.isEmpty ? .none : .foreign(records.joined(separator: "; ")), .foreign(doubt.detail),
                ]
            }, isWork: true)
    }

    var unlistedSection: ReportSection {
        ReportSection(
            id: "unlisted", title: "Not in the inventory",
            note: "Machines with a record that the inventory does not list.",
            columns: ["Machine", "Serial", "Model", "Outcome", "Last run (UTC)"],
            rows: (inventory?.unlisted ?? []).map {
                [.foreign($0.name), .known($0.serial), .known($0.model), .state($0.state), .moment($0.time)]
            })
    }

    var usedKeySection: ReportSection {
        ReportSection(
            id: "keys", title: "Keys to replace",
            note: "These recovery keys opened volumes. They were on a stick or were typed, so replace them.",
            columns: ["Machine", "Key ID", "Kind", "Volume", "First used (UTC)"],
            rows: usedKeys.map {
                [
                    .foreign($0.machine), $0.protectorID.map { .foreign($0) } ?? .words("one of several"),
                    .foreign($0.kind), .foreign($0.device), .moment($0.time),
                ]
            })
    }

    var missingKeySection: ReportSection {
        ReportSection(
            id: "missing-keys", title: "Missing keys",
            note: "Any key of a volume opens it. Look one up and put it into keys/ on the stick.",
            columns: ["Key ID", "Machine", "Volume"],
            rows: missingKeys.map { [.foreign($0.protectorID), .foreign($0.machine), .foreign($0.device)] })
    }

    var repairedAgainSection: ReportSection {
        ReportSection(
            id: "again", title: "Repaired more than once",
            note: "The bad file came back. Make sure that these machines get the corrected update.",
            columns: ["Machine", "Serial", "Repairs", "Runs", "Last run (UTC)"],
            rows: repairedAgain.map {
                [.foreign($0.name), .known($0.serial), .number($0.repairs), .number($0.runs), .moment($0.time)]
            })
    }

    var doubtSection: ReportSection {
        ReportSection(
            id: "doubts", title: "Records in doubt",
            note: "Do not rely on everything that these records say.",
            columns: ["Doubt", "Machine", "Record", "Detail"],
            rows: doubts.map {
                [.words($0.kind.title), .foreign($0.machine), .foreign($0.file), .foreign($0.detail)]
            })
    }
}

extension InventoryMachine {
    /// The row with what it says of the machine.
    fileprivate var line: String {
        let facts = [name, serial.map { "serial \($0)" }, uuid.map { "UUID \($0)" }].compactMap(\.self)
        return "\(facts.joined(separator: ", ")) (\(file), row \(row))"
    }
}

extension FleetMachine {
    /// What the records say of the machine, and where it stands.
    fileprivate var line: String {
        let facts = [computer, serial.map { "serial \($0)" }, uuid.map { "UUID \($0)" }].compactMap(\.self)
        return "\(facts.isEmpty ? name : facts.joined(separator: ", ")): \(state.title)"
    }
}

extension RecordDoubt.Kind {
    /// The doubt in words.
    public var title: String {
        switch self {
        case .edited: "Edited"
        case .contested: "Conflicting"
        case .cut: "Cut off"
        case .unchained: "No hashes"
        case .damaged: "Damaged"
        case .wrongClock: "Wrong clock"
        case .uncertainMachine: "Which machine"
        case .sharedNumber: "Shared numbers"
        case .renamed: "Renamed"
        }
    }
}
