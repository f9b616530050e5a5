internal import Vocabulary

extension FleetReport {
    var remainingSection: ReportSection {
        ReportSection(
            id: "remaining", title: "Still to do in the inventory",
            note: "Machines of the inventory that were never seen, then those that are open.",
            columns: ["Machine", "Serial", "Site", "Stands", "What to do"],
            rows: (inventory?.remaining ?? []).map {
                [
                    .foreign($0.machine.title), .known($0.machine.serial), .known($0.machine.site),
                    $0.state.map { .state($0) } ?? .words("Never seen"), .foreign($0.remedy),
                ]
            })
    }

    var unlistedSection: ReportSection {
        ReportSection(
            id: "unlisted", title: "Not in the inventory", note: "Machines that have a record and are not listed.",
            columns: ["Machine", "Serial", "Model", "Outcome", "Last run (UTC)"],
            rows: (inventory?.unlisted ?? []).map {
                [.foreign($0.name), .known($0.serial), .known($0.model), .state($0.state), .moment($0.time)]
            })
    }

    var usedKeySection: ReportSection {
        ReportSection(
            id: "keys", title: "Keys to replace",
            note: "Recovery keys that opened volumes: they lay on a stick or were read aloud.",
            columns: ["Machine", "Key id", "Kind", "Volume", "First used (UTC)"],
            rows: usedKeys.map {
                [
                    .foreign($0.machine), $0.protectorID.map { .foreign($0) } ?? .words("one of several"),
                    .foreign($0.kind), .foreign($0.device), .moment($0.time),
                ]
            })
    }

    var missingKeySection: ReportSection {
        ReportSection(
            id: "missing-keys", title: "Keys that are missing",
            note: "Any of a volume's keys opens it: look one up and put it into keys/ on the stick.",
            columns: ["Key id", "Machine", "Volume"],
            rows: missingKeys.map { [.foreign($0.protectorID), .foreign($0.machine), .foreign($0.device)] })
    }

    var repairedAgainSection: ReportSection {
        ReportSection(
            id: "again", title: "Repaired more than once",
            note: "The bad file came back: see that these machines get the mended content.",
            columns: ["Machine", "Serial", "Repairs", "Runs", "Last run (UTC)"],
            rows: repairedAgain.map {
                [.foreign($0.name), .known($0.serial), .number($0.repairs), .number($0.runs), .moment($0.time)]
            })
    }

    var doubtSection: ReportSection {
        ReportSection(
            id: "doubts", title: "Records in doubt",
            note: "What these records say is not to be believed in every point.",
            columns: ["Doubt", "Machine", "Record", "Detail"],
            rows: doubts.map {
                [.words($0.kind.title), .foreign($0.machine), .foreign($0.file), .foreign($0.detail)]
            })
    }
}

extension RecordDoubt.Kind {
    /// The doubt in words.
    public var title: String {
        switch self {
        case .edited: "Edited"
        case .contested: "Contested"
        case .cut: "Cut off"
        case .unchained: "Unchained"
        case .damaged: "Damaged"
        case .wrongClock: "Wrong clock"
        }
    }
}
