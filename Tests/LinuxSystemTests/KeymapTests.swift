import Diagnostics
import LinuxSystem
import Testing
import Vocabulary

@Suite struct KeymapTests {
    /// A layout with these tables, each entry of which is the table's number times 256 and the key's code.
    private func bytes(_ tables: [Int]) -> [UInt8] {
        let flags = (0..<256).map { tables.contains($0) ? UInt8(1) : 0 }
        let entries = tables.flatMap { table in (0..<128).flatMap { [UInt8($0), UInt8(table)] } }
        return Array("bkeymap".utf8) + flags + entries
    }

    @Test func everyTableHasItsEntries() throws {
        let keymap = try Keymap(bytes([0, 1, 255]), name: "k")
        #expect(keymap.tables.map(\.number) == [0, 1, 255])
        #expect(keymap.tables[1].entries[30] == 0x011E && keymap.tables[2].entries[127] == 0xFF7F)
        #expect(keymap.tables.allSatisfy { $0.entries.count == 128 })
        #expect(try Keymap(bytes([0]), name: "k") != Keymap(bytes([1]), name: "k"))
    }

    @Test func whatIsNoneIsRefused() {
        let whole = bytes([0, 2])
        let others = [
            [], Array(whole.prefix(262)), whole.dropLast(), whole + [0], Array("BKEYMAP".utf8) + whole.dropFirst(7),
        ]
        for other in others {
            let error = #expect(throws: LinuxError.self) { try Keymap(Array(other), name: "etc/de") }
            #expect(error?.code == .malformed && error?.message.hasPrefix("etc/de ") == true)
        }
    }
}
