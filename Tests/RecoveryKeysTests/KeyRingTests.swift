internal import RecoveryKeys
internal import Testing

@Suite("Key rings")
struct KeyRingTests {
    private func ring(_ tables: String...) -> KeyRing {
        var ring = KeyRing()
        for table in tables { ring.insert(contentsOf: read(table).entries) }
        return ring
    }

    private let first = SampleKeys.first
    private let second = SampleKeys.second

    @Test("A key counts once, and every source adds what it knows")
    func duplicates() throws {
        let byID = "KeyID,RecoveryKey\n\(SampleKeys.firstID),\(first)\n"
        let byName = "Hostname,RecoveryKey\nPC01,\(first)\n"
        let protector = try #require(ProtectorID(SampleKeys.firstID))
        for ring in [ring(byID, byName, byID), ring(byName, byID, byName)] {
            #expect(ring.entries.count == 1)
            #expect(ring.duplicates == 2)
            #expect(ring.entries(for: protector).map(\.facts.computerName) == ["PC01"])
        }
        let another = "KeyID,RecoveryKey\n\(SampleKeys.secondID),\(first)\n"
        #expect(ring(byID, another, byID).entries.count == 2)
    }

    @Test("Keys without a protector: by computer, or to be tried")
    func computers() {
        let ring = ring(
            "Hostname,RecoveryKey\nCORP\\PC01$,\(first)\npc02.corp.local,\(second)\n",
            "Serial,Password\n5CG1,\(SampleKeys.password(1))\n", SampleKeys.password(2))
        #expect(ring.entries.count == 4)
        #expect(ring.entries(ofComputer: "pc01", serialNumber: nil).count == 1)
        #expect(ring.entries(ofComputer: "PC02", serialNumber: "5cg1").count == 2)
        #expect(ring.entries(ofComputer: nil, serialNumber: nil).isEmpty)
        #expect(ring.anonymous.count == 1)
    }

    @Test("Sources that contradict each other")
    func contradictions() {
        let id = SampleKeys.firstID
        #expect(
            ring("KeyID,Key\n\(id),\(first)\n\(id),\(second)\n\(id),\(SampleKeys.password(3))\n").contradictions.count
                == 1)
        #expect(ring("Id,Key\n\(id),\(first)\n\(id),\(first)\n").contradictions.isEmpty)
    }

    @Test("The table in sealed files: exact bytes, and read back as it was")
    func table() {
        let source =
            "id,key,name,serial,device,volume,created\n\(SampleKeys.firstID),\(first),\"PC \"\"1\"\", x\",S,D,C:,2024\n"
        let table = KeyTable.encode(read(source).entries)
        #expect(
            String(decoding: table, as: UTF8.self) == """
                id,key,startup-key,passphrase,computer,serial,device,volume,created
                \(SampleKeys.firstID),\(first),,,"PC ""1"", x",S,D,C:,2024

                """)
        let passphrases = read("id,passphrase\n\(SampleKeys.firstID),\" a,\"\"b \"\n").entries
        let bothKinds = KeyTable.encode(read(source).entries + passphrases)
        let again = KeyFile.read(bothKinds, file: "keys")
        #expect(again.problems.isEmpty)
        #expect(SampleKeys.lines(again).last == "\(SampleKeys.firstID)| a,\"b |-")
        #expect(KeyTable.encode(again.entries) == bothKinds)
        // A computer whose name is an identifier.
        let named = KeyTable.encode(read("computer,key\n\(SampleKeys.firstID),\(first)\n").entries)
        #expect(SampleKeys.lines(KeyFile.read(named, file: "keys")) == ["-|\(first)|\(SampleKeys.firstID)"])
    }
}
