internal import Timestamps
internal import Vocabulary

extension HTMLText {
    /// The charts: outcomes, the time line, sites. Bars stand in tables, so that their numbers can be read without seeing
    /// them.
    mutating func charts(_ report: FleetReport) {
        markup("<div class=\"charts\">\n")
        outcomes(report)
        timeline(report)
        markup("</div>\n")
        sites(report)
    }

    private mutating func outcomes(_ report: FleetReport) {
        let states = MachineState.allCases.filter { report.states[$0] > 0 }
        guard let most = states.map({ report.states[$0] }).max() else { return }
        markup("<section aria-labelledby=\"outcomes\">\n<h2 id=\"outcomes\">Outcomes</h2>\n")
        markup("<p class=\"quiet\">The newest outcome of every machine.</p>\n<table class=\"bars\">\n<thead><tr>")
        markup("<th scope=\"col\">Outcome</th><th scope=\"col\" class=\"number\">Machines</th>")
        markup("<th scope=\"col\" class=\"number\">Share</th><td class=\"bar\"></td></tr></thead>\n<tbody>\n")
        for state in states {
            markup("<tr><th scope=\"row\">")
            self.state(state)
            markup("</th><td class=\"number\">")
            text(report.states[state])
            markup("</td><td class=\"number\">")
            text(percent(report.states[state], of: report.states.total))
            markup("</td><td class=\"bar\">")
            bar([(state.rawValue, report.states[state])], of: most)
            markup("</td></tr>\n")
        }
        markup("</tbody>\n</table>\n</section>\n")
    }

    private mutating func sites(_ report: FleetReport) {
        guard report.sites.contains(where: { $0.site != nil }) else { return }
        let total = { (site: SiteCount) in site.states.total + (site.neverSeen ?? 0) }
        let most = report.sites.map(total).max() ?? 0
        markup("<section aria-labelledby=\"sites\">\n<h2 id=\"sites\">Sites and batches</h2>\n")
        markup("<p class=\"quiet\">By the label of the stick, or the site of the inventory.</p>\n<ul class=\"legend\">")
        for state in MachineState.allCases where report.states[state] > 0 {
            markup("<li>")
            self.state(state)
            markup("</li>")
        }
        if report.inventory != nil {
            markup("<li><span class=\"state\"><svg class=\"swatch\" aria-hidden=\"true\">")
            markup("<rect width=\"100%\" height=\"100%\" class=\"never-seen\"/></svg>Never seen</span></li>")
        }
        markup("</ul>\n")
        scroll(labelledBy: "sites") { html in
            html.markup("<table class=\"bars\">\n<thead><tr><th scope=\"col\">Site</th>")
            html.markup("<th scope=\"col\" class=\"number\">Machines</th><th scope=\"col\" class=\"number\">Open</th>")
            html.markup("<th scope=\"col\" class=\"number\">Done</th><td class=\"bar\"></td></tr></thead>\n<tbody>\n")
            for site in report.sites.prefix(ReportHTML.maximumRows) {
                html.markup("<tr><th scope=\"row\">")
                if let name = site.site { html.foreign(name) } else { html.markup("without a label") }
                html.markup("</th><td class=\"number\">")
                html.text(total(site))
                html.markup("</td><td class=\"number\">")
                html.text(total(site) - site.states.done)
                html.markup("</td><td class=\"number\">")
                html.text(percent(site.states.done, of: total(site)))
                html.markup("</td><td class=\"bar\">")
                let parts = MachineState.allCases.map { ($0.rawValue, site.states[$0]) }
                html.bar(parts + [("never-seen", site.neverSeen ?? 0)], of: most)
                html.markup("</td></tr>\n")
            }
            html.markup("</tbody>\n</table>\n")
        }
        more(report.sites.count - ReportHTML.maximumRows)
        markup("</section>\n")
    }

    /// A bar of one or more parts. The numbers stand beside it.
    private mutating func bar(_ parts: [(name: String, count: Int)], of most: Int) {
        markup("<svg aria-hidden=\"true\">")
        var start = 0
        for part in parts where part.count > 0 {
            markup("<rect height=\"100%\" x=\"")
            share(start, of: most)
            markup("\" width=\"")
            share(part.count, of: most)
            markup("\" class=\"")
            text(part.name)
            markup("\"/>")
            start += part.count
        }
        markup("</svg>")
    }
}
