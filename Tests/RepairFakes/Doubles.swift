internal import Diagnostics
internal import Glibc
package import RecoveryLog
package import Remedy
package import RepairEngine

/// Keeps the events of a run.
package final class EventList: RunRecorder {
    package private(set) var events: [LogEvent] = []
    package var names: [String] { events.map(\.name) }
    package init() {}
    package func record(_ event: LogEvent) { events.append(event) }
}

/// A quarantine in memory, which can be full.
package final class MemoryQuarantine: Quarantine {
    package var copies: [String: [UInt8]] = [:]
    package var capacity = Int.max

    package init() {}

    package func begin(_ name: String) throws -> any QuarantineCopy { Copy(name, self) }

    package final class Copy: QuarantineCopy {
        private let name: String
        private let quarantine: MemoryQuarantine
        private var bytes: [UInt8] = []

        init(_ name: String, _ quarantine: MemoryQuarantine) {
            self.name = name
            self.quarantine = quarantine
        }

        package func write(_ more: UnsafeRawBufferPointer) throws {
            bytes += Array(more)
            if bytes.count > quarantine.capacity {
                throw SystemCallError(call: "write", object: "quarantine/\(name)", number: ENOSPC)
            }
        }

        package func finish() throws -> String {
            quarantine.copies[name] = bytes
            return "quarantine/\(name)"
        }

        package func abandon() { bytes = [] }
    }
}

package let drivers = "Windows/System32/drivers/CrowdStrike"
package let badFile = "\(drivers)/C-00000291-00000000-00000032.sys"
package let otherFile = "\(drivers)/C-00000285-00000000-00000001.sys"

package func windows(_ more: [String: String] = [:]) -> [String: String] {
    [
        "Windows/System32/ntoskrnl.exe": "MZ", "Windows/System32/config/SYSTEM": "regf", otherFile: "other",
        "Users/Public/desktop.ini": "x",
    ].merging(more) { $1 }
}

package func remedy() throws -> Remedy {
    Remedy(
        id: "crowdstrike-291", title: "Channel file 291", links: [],
        rules: [
            RemedyRule(
                folder: ["System32", "drivers", "CrowdStrike"], name: NamePattern("C-00000291*.sys"))
        ])
}

extension RepairEngine {
    /// A machine with one more volume, from the first look to the last.
    @discardableResult
    package func work(on volume: any RepairableVolume) -> VolumeResult {
        look(at: volume)
        finish()
        return results[results.count - 1]
    }
}
