internal import Diagnostics
internal import Glibc
internal import LinuxSystem
internal import RepairEngine
internal import Vocabulary
internal import WindowsVolumes

/// Reads a Windows installation's names from its registry, in a process of its own: a hive is mapped into memory, so that
/// a bad sector under it ends the process that reads it. Losing the names must not cost the repair.
enum RegistryReading {
    private static let keys = ["computer-name", "product-name", "build"]

    /// What the hives say; empty when they cannot be read in half a minute.
    static func identity(system: OpenFile?, software: OpenFile?) -> WindowsIdentity {
        // The child opens the same files through this process's descriptors: no path on the volume is resolved twice.
        func path(_ file: OpenFile?) -> String { file.map { "/proc/\(getpid())/fd/\($0.descriptor.number)" } ?? "" }
        let arguments = [AgentProgram.Role.registry.rawValue, path(system), path(software)]
        let outcome: ChildProcess.Outcome
        do throws(LinuxError) {
            outcome = try ChildProcess.run(
                AgentPaths.program, arguments, outputLimit: 4096, timeLimitMilliseconds: 30_000)
        } catch {
            KernelLog.write("the registry is not read: \(error.message)", level: 4)
            return WindowsIdentity()
        }
        withExtendedLifetime((system, software)) {}
        guard outcome.ending.isSuccess else {
            KernelLog.write("the registry cannot be read: \(outcome.ending) \(outcome.text)", level: 4)
            return WindowsIdentity()
        }
        var values: [String: String] = [:]
        for line in outcome.text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2, keys.contains(String(parts[0])) {
                values[String(parts[0])] = String(parts[1])
            } else {
                KernelLog.write("the registry is not read: \(line)", level: 4)
            }
        }
        return WindowsIdentity(
            computerName: values[keys[0]], productName: values[keys[1]], build: values[keys[2]])
    }

    /// The child's part: two paths, each of which may be empty.
    static func run(_ arguments: [String]) -> Int32 {
        guard arguments.count == 2 else { return EX_USAGE }
        let paths = arguments.map { $0.isEmpty ? nil : $0 }
        let found = RegistryIdentity(systemHive: paths[0], softwareHive: paths[1])
        for (key, value) in zip(keys, [found.computerName, found.productName, found.build]) {
            guard let value else { continue }
            // A name is one line of at most 200 characters, whatever the hive says.
            let line = String(value.unicodeScalars.filter { $0.value >= 32 }.prefix(200).map(Character.init))
            print("\(key)=\(line)")
        }
        for problem in found.problems { print(problem.message) }
        fflush(nil)
        return 0
    }
}
