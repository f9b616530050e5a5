extension HTMLText {
    /// A section with a heading and its table.
    mutating func add(_ section: ReportSection) {
        markup("<section aria-labelledby=\"")
        text(section.id)
        markup("\">\n<h2 id=\"")
        text(section.id)
        markup("\">")
        text(section.title)
        markup(" <span class=\"quiet\">")
        text(section.rows.count)
        markup("</span></h2>\n<p class=\"quiet\">")
        text(section.note)
        markup("</p>\n")
        table(section)
        markup("</section>\n")
    }

    /// The table of a section, as far as `ReportHTML.maximumRows`.
    mutating func table(_ section: ReportSection) {
        scroll(labelledBy: section.id) { html in
            html.markup("<table class=\"stack\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">")
            for (index, title) in section.columns.enumerated() {
                html.markup("<th scope=\"col\" role=\"columnheader\"")
                html.className(of: section.rows.first?[index])
                html.markup(">")
                html.text(title)
                html.markup("</th>")
            }
            html.markup("</tr></thead>\n<tbody role=\"rowgroup\">\n")
            for row in section.rows.prefix(ReportHTML.maximumRows) { html.row(row, section.columns) }
            html.markup("</tbody>\n</table>\n")
        }
        more(section.rows.count - ReportHTML.maximumRows)
    }

    private mutating func row(_ cells: [ReportSection.Cell], _ columns: [String]) {
        markup("<tr role=\"row\">")
        for (cell, column) in zip(cells, columns) {
            markup("<td role=\"cell\"")
            className(of: cell)
            if cell != .none {
                markup(" data-label=\"")
                text(column)
                markup("\"")
            }
            markup(">")
            switch cell {
            case .words(let words): text(words)
            case .foreign(let words): foreign(words)
            case .number(let number): text(number)
            case .state(let state): self.state(state)
            case .none: break
            }
            markup("</td>")
        }
        markup("</tr>\n")
    }

    private mutating func className(of cell: ReportSection.Cell?) {
        if case .number = cell { markup(" class=\"number\"") }
    }

    /// What can scroll takes the focus, so that it scrolls with the keyboard too.
    mutating func scroll(labelledBy id: String, _ body: (inout HTMLText) -> Void) {
        markup("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"")
        text(id)
        markup("\">\n")
        body(&self)
        markup("</div>\n")
    }

    /// How many rows were left out.
    mutating func more(_ number: Int) {
        guard number > 0 else { return }
        markup("<p>And ")
        text(number)
        markup(" more: <code>--format json</code> lists all of them.</p>\n")
    }
}
