internal import Timestamps
internal import Vocabulary

extension FleetReport {
    /// What a person reads first, a sentence each.
    public var headlines: [String] {
        var lines: [String] = []
        if let inventory {
            lines.append(
                "\(inventory.done) of \(inventory.machines) machines of the inventory are done "
                    + "(\(percent(inventory.done, of: inventory.machines))); \(inventory.neverSeen) were never seen"
                    + (inventory.unsure > 0 ? ", of \(inventory.unsure) it is not certain." : "."))
            lines.append(
                "\(states.total) machines have a record; \(inventory.unlisted.count) of them are not in the inventory.")
        } else {
            lines.append(
                "\(states.done) of \(states.total) machines are done (\(percent(states.done, of: states.total))); "
                    + "\(states.open) are still open.")
        }
        if let rate = throughput.machinesPerTenHours {
            let median = throughput.medianSeconds.map { "; the median run of a done machine took \($0) s" } ?? ""
            lines.append(
                "\(tenths(rate)) machines an hour while there was work, \(throughput.busiestHour) in the busiest hour"
                    + median + ".")
        }
        if totals.removedFiles > 0 {
            let gone =
                totals.verifiedFiles == totals.removedFiles
                ? "all were looked for again and were gone."
                : "\(totals.verifiedFiles) of them were looked for again and were gone, "
                    + "\(totals.removedFiles - totals.verifiedFiles) not proven gone."
            lines.append("\(counted(totals.removedFiles, "file")) removed; \(gone)")
        }
        return lines
    }

    /// The tables of the report that are not empty, all machines apart: what is left to do comes first.
    public var sections: [ReportSection] {
        [
            reasonSection, workSection, unseenSection, unsureSection, outcomes, siteSection, timelineSection,
            missingKeySection,
            diskSection, modelSection, usedKeySection, repairedAgainSection, unlistedSection, doubtSection,
        ].filter { !$0.rows.isEmpty }
    }

    private var outcomes: ReportSection {
        ReportSection(
            id: "outcomes", title: "Outcomes", note: "The newest outcome of every machine.",
            columns: ["Outcome", "Machines", "Share"],
            rows: MachineState.allCases.filter { states[$0] > 0 }.map {
                [.state($0), .number(states[$0]), .words(percent(states[$0], of: states.total))]
            })
    }

    private var reasonSection: ReportSection {
        ReportSection(
            id: "reasons", title: "Why machines are not done", note: "What is left to do, by outcome and reason.",
            columns: ["Outcome", "Reason", "Machines", "What to do"],
            rows: reasons.filter { !$0.state.isDone }.map {
                [.state($0.state), .known($0.code), .number($0.machines), .words($0.remedy ?? "")]
            })
    }

    private var siteSection: ReportSection {
        let known = MachineState.allCases.filter { states[$0] > 0 }
        let hasSites = sites.contains { $0.site != nil }
        return ReportSection(
            id: "sites", title: "Sites and batches", note: "By the label of the stick, or the site of the inventory.",
            columns: ["Site", "Machines", "Done"] + known.map(\.title) + (inventory == nil ? [] : ["Never seen"]),
            rows: !hasSites
                ? []
                : sites.map { site in
                    let seen: [ReportSection.Cell] = [
                        site.site.map { .foreign($0) } ?? .words("no label"), .number(site.states.total),
                        .words(percent(site.states.done, of: site.states.total + (site.neverSeen ?? 0))),
                    ]
                    return seen + known.map { .number(site.states[$0]) } + (site.neverSeen.map { [.number($0)] } ?? [])
                })
    }

    private var timelineSection: ReportSection {
        let left = timeline.earlierRuns == 0 ? "" : " \(timeline.earlierRuns) runs came earlier."
        return ReportSection(
            id: "timeline", title: "Timeline",
            note: "Machines that became done in each \(timeline.unit.rawValue), in UTC.\(left)",
            columns: ["From", "Machines done", "Repaired", "Nothing to do", "Runs"],
            rows: timeline.periods.filter { $0.runs > 0 }.map {
                [
                    .moment($0.start.description), .number($0.done), .number($0.repaired), .number($0.nothingToDo),
                    .number($0.runs),
                ]
            })
    }

    private var modelSection: ReportSection {
        ReportSection(
            id: "models", title: "Hardware models with failures",
            note: "Models with a machine that failed or showed no Windows.",
            columns: ["Model", "Machines", "Done", "Failed", "No Windows"],
            rows: troubledModels.map {
                [
                    .foreign($0.model), .number($0.states.total), .number($0.states.done),
                    .number($0.states[.failed]), .number($0.states[.noWindows]),
                ]
            })
    }

    private var diskSection: ReportSection {
        ReportSection(
            id: "disks", title: "Disks that were not seen",
            note: "Check the storage controller's mode in the firmware setup of these machines.",
            columns: ["Machine", "Model", "Finding"],
            rows: unseenDisks.map { [.foreign($0.machine), .known($0.model), .foreign($0.finding)] })
    }
}

/// `91.5 %`, rounded down: nothing is called whole before it is.
func percent(_ part: Int, of whole: Int) -> String { whole == 0 ? "-" : "\(tenths(part * 1000 / whole)) %" }

/// A number of tenths with its point: 915 is `91.5`.
func tenths(_ number: Int) -> String { "\(number / 10).\(number % 10)" }
