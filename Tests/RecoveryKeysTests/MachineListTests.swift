internal import RecoveryKeys
internal import Testing

@Suite("Lists of machines")
struct MachineListTests {
    private func facts(name: String? = nil, serial: String? = nil, device: String? = nil) -> KeyFacts {
        var facts = KeyFacts()
        (facts.computerName, facts.serialNumber, facts.deviceID) = (name, serial, device)
        return facts
    }

    @Test("One name a line, or a table")
    func forms() {
        for text in ["PC01\r\nCORP\\pc02$\n\n", "Room;Computer name\n1;pc01\n2;pc02.corp.local\n", "pc01,1\npc02,2\n"] {
            let list = MachineList(Array(text.utf8))
            #expect(list.names.count == 2)
            #expect(list.contains(facts(name: "PC02")))
            #expect(list.contains(facts(name: "pc01.example.org")))
            #expect(!list.contains(facts(name: "PC03")))
            #expect(!list.contains(facts()))
        }
    }

    @Test("Any of a machine's columns makes it known")
    func columns() {
        let list = MachineList(Array("Device name,Serial number\nPC01,5CG1\nPC02,5CG2\n".utf8))
        #expect(list.contains(facts(serial: "5cg2")))
        let key = read(SampleKeys.first).entries.map {
            KeyEntry($0.secret, facts: facts(serial: "5CG1"), origin: $0.origin)
        }
        #expect(list.namesWithoutKey(in: key) == ["PC02"])
        #expect(list.namesWithoutKey(in: []) == ["PC01", "PC02"])
    }
}
