internal import ArgumentParser
internal import RecoveryKeys

/// `--columns`, for tables with unusual headers.
struct ColumnOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Where a table has what: COLUMN=HEADER or COLUMN=NUMBER, with commas between. Columns are id, key, startup-key, \
            passphrase, name, serial, device, volume, created.
            """, valueName: "list"))
    var columns = ColumnList(columns: [:])
}

/// Columns by header or number: `id=Kennung,key=3`.
struct ColumnList: ExpressibleByArgument {
    let columns: [KeyColumn: String]

    init(columns: [KeyColumn: String]) { self.columns = columns }

    init?(argument: String) {
        var columns: [KeyColumn: String] = [:]
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, let column = KeyColumn(rawValue: String(sides[0])), columns[column] == nil else {
                return nil
            }
            columns[column] = String(sides[1])
        }
        self.columns = columns
    }

    var defaultValueDescription: String { "by header and content" }
}
