internal import Digests
internal import Foundation

/// A report as one HTML page that needs nothing from outside and starts nothing but its own script: a content security
/// policy allows style and script by their hashes, and no connection at all.
///
/// Without the script the page has everything but the machines after the first `maximumRowsWithoutScript`, and nothing to
/// sort or filter with.
public enum ReportHTML {
    /// The rows of the machines' table that stand in the page itself.
    public static let maximumRowsWithoutScript = 500
    /// The most rows of the other tables; a line says how many more there are.
    public static let maximumRows = 1000

    /// The page in UTF-8.
    public static func render(_ report: FleetReport) -> [UInt8] {
        var page = HTMLText()
        page.head()
        page.summary(report)
        let tables = report.sections.filter { !HTMLText.charted.contains($0.id) }
        for section in tables where HTMLText.leading.contains(section.id) { page.add(section) }
        page.charts(report)
        for section in tables where !HTMLText.leading.contains(section.id) { page.add(section) }
        page.machines(report)
        page.foot(report)
        return page.bytes
    }
}

extension HTMLText {
    /// The sections that are charts.
    fileprivate static let charted: Set<String> = ["outcomes", "sites", "timeline"]
    /// The sections before the charts: what is left to do.
    fileprivate static let leading: Set<String> = ["reasons", "work", "never-seen", "unsure"]

    private static let style = PackageResources.report_css + MachineState.style

    fileprivate mutating func head() {
        markup(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; \
            style-src '
            """)
        hash(of: Self.style)
        markup("'; script-src '")
        hash(of: PackageResources.report_js)
        markup(
            """
            '">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Recovery of the fleet</title>
            <style>
            """)
        embedded(Self.style)
        markup("</style>\n</head>\n<body>\n")
    }

    /// A source expression of a content security policy (CSP 3, section 2.3.1).
    private mutating func hash(of content: [UInt8]) {
        text("sha256-" + Data(SHA256Hasher.hash(content).bytes).base64EncodedString())
    }

    fileprivate mutating func summary(_ report: FleetReport) {
        markup("<header>\n<h1>Recovery of the fleet</h1>\n")
        if let asOf = report.asOf {
            markup("<p class=\"quiet\">As of ")
            foreign(shortTime(asOf))
            markup(" UTC, from ")
            text(counted(report.totals.runs, "run"))
            markup(" on ")
            text(counted(report.totals.sources, "source"))
            markup("</p>\n")
        }
        markup("</header>\n<nav aria-label=\"Parts of the page\"><ul>\n")
        for section in report.sections where !Self.charted.contains(section.id) {
            markup("<li><a href=\"#")
            text(section.id)
            markup("\">")
            text(section.title)
            markup("</a></li>\n")
        }
        markup("<li><a href=\"#machines\">All machines</a></li>\n</ul></nav>\n<main>\n")
        for (index, line) in report.headlines.enumerated() {
            markup(index == 0 ? "<p class=\"lead\">" : "<p>")
            text(line)
            markup("</p>\n")
        }
        markup("<dl class=\"tiles\">\n")
        for tile in report.tiles {
            markup("<div><dt>")
            text(tile.title)
            markup("</dt><dd>")
            text(tile.value)
            if let unit = tile.unit {
                markup(" <small>")
                text(unit)
                markup("</small>")
            }
            markup("</dd></div>\n")
        }
        markup("</dl>\n")
    }

    fileprivate mutating func foot(_ report: FleetReport) {
        markup("</main>\n<footer>Made by unloop from ")
        text(counted(report.totals.runs, "record"))
        if report.totals.refusedFiles > 0 {
            markup("; ")
            text(counted(report.totals.refusedFiles, "file"))
            markup(" could not be read as a record")
        }
        markup(". Times are UTC. This page loads nothing and sends nothing.</footer>\n<script>")
        embedded(PackageResources.report_js)
        markup("</script>\n</body>\n</html>\n")
    }
}

/// `1 machine`, `2 machines`.
func counted(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }

extension FleetReport {
    /// The figures at the top.
    fileprivate var tiles: [(title: String, value: String, unit: String?)] {
        var tiles: [(title: String, value: String, unit: String?)] = []
        if let inventory {
            tiles.append(("done in the inventory", percent(inventory.done, of: inventory.machines), nil))
            tiles.append(("never seen", String(inventory.neverSeen), nil))
            if inventory.unsure > 0 { tiles.append(("not certain", String(inventory.unsure), nil)) }
        } else {
            tiles.append(("done", percent(states.done, of: states.total), nil))
        }
        tiles.append(("machines need work", String(states.open), nil))
        tiles.append(("files proven gone", String(totals.verifiedFiles), nil))
        tiles.append(("keys to replace", String(usedKeys.count), nil))
        if let rate = throughput.machinesPerTenHours { tiles.append(("machines an hour", tenths(rate), nil)) }
        if let median = throughput.medianSeconds { tiles.append(("median run", String(median), "s")) }
        return tiles
    }
}
