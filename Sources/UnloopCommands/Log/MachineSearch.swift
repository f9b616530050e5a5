internal import Diagnostics
internal import FleetStore

/// A machine's runs in sources, as a collection of them would have it, or in a collection.
struct MachineSearch {
    let machines: [MachineHistory]
    /// What could not be read, a line each.
    let complaints: [String]
    /// Whether a source could not be opened.
    let isIncomplete: Bool

    init(_ text: String, in paths: [String]) throws {
        var complaints: [String] = []
        var isIncomplete = false
        let database: FleetDatabase
        if paths.count == 1, FleetDatabase.isDatabase(paths[0]) {
            database = try FleetDatabase.reading(paths[0])
        } else {
            database = try FleetDatabase.inMemory()
            for path in paths {
                do throws(FleetStoreError) {
                    let summary = try FleetCollector(into: database).collect(try LogSource.open(path))
                    complaints += summary.oddities.map { "\(path): \($0)" }
                    complaints += summary.refused.map { $0.line(in: path) }
                } catch {
                    complaints.append(error.description)
                    isIncomplete = true
                }
            }
        }
        machines = try MachineHistory.find(text, in: database)
        self.complaints = complaints
        self.isIncomplete = isIncomplete
    }
}
