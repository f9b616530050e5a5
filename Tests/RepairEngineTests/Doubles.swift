import Diagnostics
import Glibc
import RecoveryLog
import Remedy
import RepairEngine
import Testing

/// Keeps the events of a run.
final class EventList: RunRecorder {
    private(set) var events: [LogEvent] = []
    var names: [String] { events.map(\.name) }
    func record(_ event: LogEvent) { events.append(event) }
}

/// A quarantine in memory, which can be full.
final class MemoryQuarantine: Quarantine {
    var copies: [String: [UInt8]] = [:]
    var capacity = Int.max

    func begin(_ name: String) throws -> any QuarantineCopy { Copy(name, self) }

    final class Copy: QuarantineCopy {
        private let name: String
        private let quarantine: MemoryQuarantine
        private var bytes: [UInt8] = []

        init(_ name: String, _ quarantine: MemoryQuarantine) {
            self.name = name
            self.quarantine = quarantine
        }

        func write(_ more: UnsafeRawBufferPointer) throws {
            bytes += Array(more)
            if bytes.count > quarantine.capacity {
                throw SystemCallError(call: "write", object: "quarantine/\(name)", number: ENOSPC)
            }
        }

        func finish() throws -> String {
            quarantine.copies[name] = bytes
            return "quarantine/\(name)"
        }

        func abandon() { bytes = [] }
    }
}

let drivers = "Windows/System32/drivers/CrowdStrike"
let badFile = "\(drivers)/C-00000291-00000000-00000032.sys"
let otherFile = "\(drivers)/C-00000285-00000000-00000001.sys"

func windows(_ more: [String: String] = [:]) -> [String: String] {
    [
        "Windows/System32/ntoskrnl.exe": "MZ", "Windows/System32/config/SYSTEM": "regf", otherFile: "other",
        "Users/Public/desktop.ini": "x",
    ].merging(more) { $1 }
}

func remedy() throws -> Remedy {
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
    func work(on volume: any RepairableVolume) -> VolumeResult {
        look(at: volume)
        finish()
        return results[results.count - 1]
    }
}
