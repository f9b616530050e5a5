public import Diagnostics
internal import Vocabulary

/// A machine that is not started: its name and all its disks.
public struct OfflineMachine: Sendable, Equatable {
    /// The name of its folder of records, and what its record calls it.
    public let name: String
    /// The paths of its disks.
    public let disks: [String]

    /// A machine.
    ///
    /// - Throws: `badName` for a name that no folder can have, or no disks.
    public init(name: String, disks: [String]) throws(OfflineRepairError) {
        let isPlain =
            !name.isEmpty && name.utf8.count <= 60 && !name.hasPrefix(".") && !name.hasPrefix("-")
            && name.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0))
            }
        guard isPlain else {
            throw OfflineRepairError(
                .badName,
                "\(displaySafe(name, limit: 60)): invalid machine name; use up to 60 letters, digits, hyphens, dots and underscores"
            )
        }
        guard !disks.isEmpty else {
            throw OfflineRepairError(.badName, "\(name): no disk; name the machine's disks behind it")
        }
        self.name = name
        self.disks = disks
    }

    /// Machines of one disk each, named after their files.
    public static func each(_ disks: [String]) throws(OfflineRepairError) -> [OfflineMachine] {
        var machines: [OfflineMachine] = []
        for disk in disks {
            let file = disk.split(separator: "/").last.map(String.init) ?? disk
            let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
            let plain = stem.unicodeScalars.map { scalar -> Character in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "._-".unicodeScalars.contains(scalar))
                    ? Character(scalar) : "_"
            }
            machines.append(try OfflineMachine(name: String(plain.prefix(60)), disks: [disk]))
        }
        return machines
    }

    /// Throws where two machines have one name, or a disk is named twice.
    public static func checkDistinct(_ machines: [OfflineMachine]) throws(OfflineRepairError) {
        var (names, disks): (Set<String>, Set<String>) = ([], [])
        for machine in machines {
            guard names.insert(machine.name.lowercased()).inserted else {
                throw OfflineRepairError(
                    .badName, "\(machine.name): two machines have this name; give each one with --group")
            }
            for disk in machine.disks {
                guard disks.insert(ResolvedPath.of(disk)).inserted else {
                    throw OfflineRepairError(.badName, "\(disk): named twice; name each disk once")
                }
            }
        }
    }
}
