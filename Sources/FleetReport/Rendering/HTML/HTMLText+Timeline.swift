internal import Timestamps

extension HTMLText {
    /// Machines that became done in each period, as columns; and the numbers behind a summary.
    mutating func timeline(_ report: FleetReport) {
        let periods = report.timeline.periods
        let most = periods.map(\.done).max() ?? 0
        guard most > 0, let first = periods.first, let last = periods.last,
            let busiest = periods.first(where: { $0.done == most })
        else { return }
        let unit = report.timeline.unit
        markup("<section aria-labelledby=\"timeline\">\n<h2 id=\"timeline\">Time line</h2>\n<p class=\"quiet\">")
        text("Machines that became done in each \(unit.rawValue), in UTC.")
        if report.timeline.earlierRuns > 0 { text(" \(counted(report.timeline.earlierRuns, "run")) lie before them.") }
        markup("</p>\n<svg height=\"180\" role=\"img\" aria-label=\"")
        text(
            "From \(moment(first, unit)) to \(moment(last, unit)); the most are \(most) at \(moment(busiest, unit)).")
        markup("\">\n")
        for (share, label) in [(10, most), (45, most / 2)] where label > 0 {
            markup("<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"")
            text("\(share)%")
            markup("\" y2=\"")
            text("\(share)%")
            markup("\"/><text y=\"")
            text("\(share)%")
            markup("\" dy=\"-4\">")
            text(label)
            markup("</text>\n")
        }
        for (index, period) in periods.enumerated() {
            column(MachineState.nothingToDo.rawValue, period.nothingToDo, above: 0, index, periods.count, most)
            column(
                MachineState.repaired.rawValue, period.repaired, above: period.nothingToDo, index, periods.count, most)
        }
        markup("<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"80%\" y2=\"80%\"/>\n")
        ticks(periods, unit)
        markup("</svg>\n<ul class=\"legend\"><li>")
        state(.repaired)
        markup("</li><li>")
        state(.nothingToDo)
        markup("</li></ul>\n")
        if let section = report.sections.first(where: { $0.id == "timeline" }) {
            markup("<details><summary>The numbers</summary>\n")
            table(section)
            markup("</details>\n")
        }
        markup("</section>\n")
    }

    /// A part of a column. The columns take 70 % of the height, above the axis at 80 %.
    private mutating func column(
        _ name: String, _ count: Int, above: Int, _ index: Int, _ columns: Int, _ most: Int
    ) {
        guard count > 0 else { return }
        let unit = 70 * 1_000_000 / most
        markup("<rect x=\"")
        share(index * 10 + 1, of: columns * 10)
        markup("\" width=\"")
        share(8, of: columns * 10)
        markup("\" y=\"")
        share(80_000_000 - (above + count) * unit, of: 100_000_000)
        markup("\" height=\"")
        share(count * unit, of: 100_000_000)
        markup("\" class=\"")
        text(name)
        markup("\"/>\n")
    }

    /// At most four labels below the axis, so that they fit on a phone.
    private mutating func ticks(_ periods: [Timeline.Period], _ unit: Timeline.Unit) {
        let step = max(1, (periods.count + 3) / 4)
        for index in stride(from: 0, to: periods.count, by: step) {
            markup("<text y=\"92%\" x=\"")
            share(index, of: periods.count)
            markup("\">")
            text(moment(periods[index], unit))
            markup("</text>\n")
        }
    }

    /// `07-19 14:00`, or the date where periods are days.
    private func moment(_ period: Timeline.Period, _ unit: Timeline.Unit) -> String {
        let time = shortTime(period.start.description)
        return unit == .hour ? String(time.dropFirst(5)) : String(time.prefix(10))
    }
}
