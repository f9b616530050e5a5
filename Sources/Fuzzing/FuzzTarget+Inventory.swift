internal import FleetReport
internal import FleetStore

extension FuzzTarget {
    /// An inventory is refused with a reason, or each of its machines is done, left to do, or in doubt; nothing is done that
    /// is not; and the table of the report is an inventory itself.
    func compareInventory(_ input: [UInt8]) {
        guard let machines = try? InventoryReader.read(input, file: "f") else { return }
        precondition(!machines.isEmpty && machines.count <= max(input.count, 1) * 40, "more machines than rows")
        var inventory = Inventory()
        inventory.add(machines)
        precondition(inventory.machines.count + inventory.duplicateRows == machines.count, "a row is lost")
        guard let database = Self.collection, let report = try? FleetReport(database, inventory: inventory),
            let comparison = report.inventory
        else { preconditionFailure("a collection cannot be reported on") }
        precondition(comparison.machines == inventory.machines.count)
        precondition(comparison.done + comparison.remaining.count == comparison.machines, "a machine is lost")
        precondition(comparison.done <= report.states.done, "more is done than was done")
        let unsure = comparison.doubts.filter { !$0.records.isEmpty }.count
        precondition(comparison.unsure <= unsure, "a row is in doubt, and nobody says so")
        for separator in CSVStyle.Separator.allCases {
            let table = ReportCSV.render(report, CSVStyle(separator: separator, byteOrderMark: true, keepsTexts: true))
            guard let again = try? InventoryReader.read(table, file: "g") else {
                preconditionFailure("the table of a report cannot be read")
            }
            precondition(again.count == report.machines.count + comparison.neverSeen + comparison.unsure)
        }
    }

    /// A few machines, as `InventorySeeds.machines` has them.
    private static let collection: FleetDatabase? = {
        guard let database = try? FleetDatabase.inMemory() else { return nil }
        for (number, machine) in InventorySeeds.machines.enumerated() {
            func member(_ name: String, _ value: String?) -> String { value.map { "\"\(name)\":\"\($0)\"," } ?? "" }
            let time = "\"time\":\"2024-07-19T05:2\(number):00.000Z\""
            let start =
                "{\"event\":\"start\",\(time),\"sequence\":0,\"schema\":\"unloop-log/1\",\"run\":\"r\(number)\","
                + "\"image\":\"i\",\"version\":\"1\",\"mode\":\"repair\",\"machine\":{\(member("serial", machine.serial))"
                + "\(member("uuid", machine.uuid))\"macs\":[],\"firmware\":\"uefi\",\"secureBoot\":\"on\"},\"settings\":[]}\n"
            let windows = machine.name.map {
                "{\"event\":\"windows\",\(time),\"sequence\":1,\"device\":\"/dev/sda3\",\"folder\":\"Windows\","
                    + "\"computerName\":\"\($0)\"}\n"
            }
            let end =
                "{\"event\":\"end\",\(time),\"sequence\":\(machine.name == nil ? 1 : 2),\"outcome\":\"\(machine.outcome)\","
                + "\"code\":\"c\",\"reason\":\"r\",\"next\":\"n\",\"seconds\":1}\n"
            let log = Array((start + (windows ?? "") + end).utf8)
            guard let source = try? LogSource.inMemory(log, name: "\(number).jsonl"),
                (try? FleetCollector(into: database).collect(source))?.new == 1
            else { return nil }
        }
        return database
    }()
}
