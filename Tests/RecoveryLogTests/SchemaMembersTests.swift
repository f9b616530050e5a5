import Foundation
import RecoveryLog
import Testing
import Vocabulary

/// The schema says that it is exactly what is written: nothing in it is never written, and nothing is written that it
/// lacks.
@Suite struct SchemaMembersTests {
    private typealias Object = [String: Any]

    private static var definitions: Object {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/RecoveryLog/Schema/unloop-log-1.schema.json")
        let schema = (try? Data(contentsOf: file)).flatMap { try? JSONSerialization.jsonObject(with: $0) } as? Object
        return schema?["$defs"] as? Object ?? [:]
    }

    /// What the definitions that are objects allow, and what they demand.
    private static func members(of definition: String) throws -> (all: Set<String>, required: Set<String>) {
        let found = try #require(definitions[definition] as? Object)
        let properties = try #require(found["properties"] as? Object)
        return (Set(properties.keys), Set(found["required"] as? [String] ?? []))
    }

    /// The objects in the lines of all samples, by the definition that is for them.
    private static func written() throws -> [String: [Object]] {
        var found: [String: [Object]] = [:]
        var chain = LogChain()
        for sample in SampleEvents.all {
            let line = try LogEncoder.line(sample.event, time: SampleEvents.time, sequence: 0, chain: &chain)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? Object)
            found["event-\(sample.event.name)", default: []].append(object)
            for name in ["machine", "ntfs", "bitlocker"] {
                if let inner = object[name] as? Object { found[name, default: []].append(inner) }
            }
        }
        return found
    }

    @Test func everyMemberIsWrittenAndEveryWrittenOneIsAMember() throws {
        let written = try Self.written()
        let objects = Self.definitions.filter { ($0.value as? Object)?["properties"] != nil }.map(\.key)
        #expect(Set(written.keys) == Set(objects))
        for (definition, samples) in written {
            let (all, required) = try Self.members(of: definition)
            #expect(samples.reduce(into: Set()) { $0.formUnion($1.keys) } == all, "\(definition)")
            for sample in samples { #expect(required.isSubset(of: sample.keys), "\(definition)") }
        }
    }

    /// Otherwise the samples would prove nothing.
    @Test func theSamplesLeaveNoPropertyOut() {
        var all: [String: Set<String>] = [:]
        var set: [String: Set<String>] = [:]
        func visit(_ value: Any) {
            let mirror = Mirror(reflecting: value)
            guard mirror.displayStyle == .struct, "\(type(of: value))".hasSuffix("Event") || !mirror.children.isEmpty
            else { return }
            let name = "\(type(of: value))"
            for child in mirror.children {
                guard let label = child.label else { continue }
                all[name, default: []].insert(label)
                let inner = Mirror(reflecting: child.value)
                let isNil = inner.displayStyle == .optional && inner.children.isEmpty
                if !isNil {
                    set[name, default: []].insert(label)
                    visit(inner.displayStyle == .optional ? inner.children.first?.value ?? child.value : child.value)
                }
            }
        }
        for sample in SampleEvents.all {
            Mirror(reflecting: sample.event).children.forEach { visit($0.value) }
        }
        #expect(all.count > 13)
        #expect(set == all)
    }

    @Test func wordsAreThoseOfTheTypes() throws {
        func words(_ definition: String, _ member: String) throws -> Set<String> {
            let properties = (Self.definitions[definition] as? Object)?["properties"] as? Object
            return Set(try #require((properties?[member] as? Object)?["enum"] as? [String]))
        }
        func raw<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> Set<String> {
            Set(Word.allCases.map(\.rawValue))
        }
        #expect(try words("machine", "firmware") == raw(MachineIdentity.Firmware.self))
        #expect(try words("machine", "secureBoot") == raw(MachineIdentity.SecureBoot.self))
        #expect(try words("ntfs", "hibernation") == raw(NTFSState.Hibernation.self))
        #expect(try words("event-start", "mode") == raw(StartEvent.Mode.self))
        #expect(try words("event-disk", "table") == raw(DiskEvent.PartitionTable.self))
        #expect(try words("event-match", "decision") == raw(MatchEvent.Decision.self))
        #expect(try words("event-mounted", "purpose") == raw(MountedEvent.Purpose.self))
        #expect(Set(((Self.definitions["outcome"] as? Object)?["enum"] as? [String]) ?? []) == raw(Outcome.self))
    }

    /// The README's table names the members in the order in which they are written.
    @Test func theReadmeNamesEveryMember() throws {
        let readme = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Sources/RecoveryLog/Schema/README.md"), encoding: .utf8)
        let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }
        for (definition, _) in try Self.written() where definition.hasPrefix("event-") {
            let name = definition.dropFirst("event-".count)
            let row = try #require(rows.first { $0.hasPrefix("| `\(name)` |") }, "\(name)")
            let cells = row.split(separator: "|")
            let named = Set(cells[2].matches(of: /`([A-Za-z0-9]+)`/).map { String($0.1) })
            let common: Set = ["event", "time", "sequence", "hash"]
            #expect(try Self.members(of: definition).all.subtracting(common) == named, "\(name)")
        }
    }
}
