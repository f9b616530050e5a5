internal import RecoveryLog
internal import Vocabulary

extension HTMLText {
    /// All machines: the first as rows, and all as data from which the script makes pages.
    mutating func machines(_ report: FleetReport) {
        markup(
            """
            <section aria-labelledby="machines">
            <h2 id="machines" tabindex="-1">Machines</h2>
            <div class="controls" data-live hidden>
            <label>Search <input id="search" type="search" autocomplete="off" spellcheck="false"></label>
            <label>Outcome <select id="state-filter"><option value="">all</option><option value="open">all that are open\
            </option></select></label>
            <label>Site <select id="site-filter"><option value="">all</option></select></label>
            </div>
            <p id="count" class="quiet" role="status"></p>

            """)
        let hidden = report.machines.count - ReportHTML.maximumRowsWithoutScript
        if hidden > 0 {
            markup("<noscript><p>Without its script this page shows the first ")
            text(ReportHTML.maximumRowsWithoutScript)
            markup(" machines, and not the other ")
            text(hidden)
            markup(".</p></noscript>\n")
        }
        markup(
            """
            <div class="wide">
            <table id="machine-table" class="stack" role="table" aria-labelledby="machines">
            <thead role="rowgroup"><tr role="row">
            """)
        for column in Self.columns {
            markup("<th scope=\"col\" role=\"columnheader\" class=\"")
            text(column.className)
            markup("\">")
            text(column.title)
            markup("</th>")
        }
        markup("</tr></thead>\n<tbody role=\"rowgroup\">\n")
        for machine in report.machines.prefix(ReportHTML.maximumRowsWithoutScript) { row(machine) }
        markup(
            """
            </tbody>
            </table>
            </div>
            <div class="pages" data-live hidden>
            <button id="previous" type="button">Previous</button>
            <button id="next" type="button">Next</button>
            <span id="page"></span>
            <label>Rows <select id="size"><option>50</option><option>200</option><option>1000</option></select></label>
            </div>
            </section>
            <script id="data" type="application/json">
            """)
        data(MachineData.json(report))
        markup("</script>\n")
    }

    private static let columns: [(title: String, className: String)] = [
        ("Machine", "name"), ("Serial", "serial"), ("Model", "model"), ("Site", "site"), ("Outcome", "outcome"),
        ("Last run (UTC)", "moment"), ("Runs", "number"), ("What to do", "todo"),
    ]

    private mutating func row(_ machine: FleetMachine) {
        markup("<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">")
        foreign(machine.name)
        markup("</th>")
        cell(1) { html in if let serial = machine.serial { html.foreign(serial) } }
        cell(2) { html in if let model = machine.model { html.foreign(model) } }
        cell(3) { html in if let site = machine.site { html.foreign(site) } }
        cell(4) { $0.state(machine.state) }
        cell(5) { html in if let time = machine.time { html.foreign(MachineData.time(time, machine)) } }
        cell(6) { $0.text(machine.runs) }
        cell(7) { html in
            if let remedy = machine.remedy { html.foreign(remedy) }
            guard let reason = machine.reason else { return }
            html.markup("<span class=\"why\">")
            html.foreign(reason)
            html.markup("</span>")
        }
        markup("</tr>\n")
    }

    private mutating func cell(_ index: Int, _ content: (inout HTMLText) -> Void) {
        let column = Self.columns[index]
        markup("<td role=\"cell\" class=\"")
        text(column.className)
        markup("\" data-label=\"")
        text(column.title)
        markup("\">")
        content(&self)
        markup("</td>")
    }
}

/// The machines as the page's script takes them: texts once each, and rows of their numbers.
private enum MachineData {
    static func time(_ time: String, _ machine: FleetMachine) -> String {
        shortTime(time) + (machine.clockIsWrong ? " (clock wrong)" : "")
    }

    static func json(_ report: FleetReport) -> [UInt8] {
        var numbers: [String: Int] = [:]
        var texts: [String] = []
        func number(_ text: String?) -> Int {
            let text = text ?? ""
            if let known = numbers[text] { return known }
            numbers[text] = texts.count
            texts.append(displaySafe(text, limit: HTMLText.maximumText))
            return texts.count - 1
        }
        var json = JSONWriter()
        json.object { json in
            json.array("states", MachineState.allCases) { json, state in
                json.object { json in
                    json.member("name", state.rawValue)
                    json.member("title", state.title)
                    json.member("done", state.isDone)
                }
            }
            json.breakLine()
            json.array("machines", report.machines) { json, machine in
                json.breakLine()
                let fields = [
                    number(machine.name), number(machine.serial), number(machine.model), number(machine.site),
                    machine.state.index, number(machine.time.map { time($0, machine) }), machine.runs,
                    number(machine.reason), number(machine.remedy),
                ]
                json.array(nil, fields) { $0.element($1) }
            }
            json.breakLine()
            json.array("texts", texts) { $0.element($1) }
        }
        return json.bytes
    }
}
