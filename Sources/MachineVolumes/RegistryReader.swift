internal import Diagnostics
internal import Glibc
internal import LinuxMachine
internal import LinuxSystem
internal import RepairEngine
internal import WindowsVolumes

/// Reads a Windows installation's names from its registry, in a process of its own: a hive is mapped into memory, so a bad
/// sector beneath it ends the process that reads it. Losing the names must not cost the repair.
package struct RegistryReader: Sendable {
    private let program: String
    private let arguments: [String]
    private static let keys = ["computer-name", "host-name", "product-name", "build"]

    /// - Parameters:
    ///   - program: The path of the program whose child reads the hives by calling `serve`.
    ///   - arguments: The words that make it do so; two paths follow them.
    package init(program: String, arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// What the hives say; empty when they cannot be read within half a minute.
    func identity(system: OpenFile?, software: OpenFile?) -> WindowsIdentity {
        // The child opens the same files through this process's descriptors: no path on the volume is resolved twice.
        func path(_ file: OpenFile?) -> String { file.map { "/proc/\(getpid())/fd/\($0.descriptor.number)" } ?? "" }
        let outcome: ChildProcess.Outcome
        do throws(LinuxError) {
            outcome = try ChildProcess.run(
                program, arguments + [path(system), path(software)], outputLimit: 4096, timeLimitMilliseconds: 30_000)
        } catch {
            KernelLog.write("registry not read: \(error.message)", level: 4)
            return WindowsIdentity()
        }
        withExtendedLifetime((system, software)) {}
        guard outcome.ending.isSuccess else {
            KernelLog.write("registry not read: \(outcome.ending) \(outcome.text)", level: 4)
            return WindowsIdentity()
        }
        var values: [String: String] = [:]
        for line in outcome.text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2, Self.keys.contains(String(parts[0])) {
                values[String(parts[0])] = String(parts[1])
            } else {
                KernelLog.write("registry not read: \(line)", level: 4)
            }
        }
        return WindowsIdentity(
            computerName: values[Self.keys[0]], hostName: values[Self.keys[1]], productName: values[Self.keys[2]],
            build: values[Self.keys[3]])
    }

    /// The child's part.
    ///
    /// - Parameter paths: Of the SYSTEM and the SOFTWARE hive, each of which may be empty.
    /// - Returns: The exit status.
    package static func serve(_ paths: [String]) -> Int32 {
        guard paths.count == 2 else { return EX_USAGE }
        let hives = paths.map { $0.isEmpty ? nil : $0 }
        let found = RegistryIdentity.read(systemHive: hives[0], softwareHive: hives[1])
        for (key, value) in zip(keys, [found.computerName, found.hostName, found.productName, found.build]) {
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
