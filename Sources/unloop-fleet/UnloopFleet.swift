internal import FleetSimulation
internal import Foundation

/// Writes the sticks of a simulated fleet as folders, and prints what a collection of them must say.
///
/// usage: unloop-fleet MACHINES STICKS FOLDER
@main
enum UnloopFleet {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let machines = Int(arguments[1]), let sticks = Int(arguments[2]), machines > 0,
            sticks > 0
        else {
            FileHandle.standardError.write(Data("usage: unloop-fleet MACHINES STICKS FOLDER\n".utf8))
            exit(64)
        }
        let fleet = SimulatedFleet(machines: machines, sticks: sticks)
        try fleet.write(to: URL(fileURLWithPath: arguments[3]))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        print(String(decoding: try encoder.encode(fleet.truth), as: UTF8.self))
    }
}
