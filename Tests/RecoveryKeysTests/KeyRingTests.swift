internal import RecoveryKeys
internal import Testing
internal import Vocabulary

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

    private func likelihoods(
        _ ring: KeyRing, protectors: Set<ProtectorID> = [], computer: String? = nil, serial: String? = nil
    ) -> [KeyLikelihood] {
        let target = KeyTarget(
            protectors: protectors, kinds: [.recoveryPassword, .tpm], computerName: computer, serialNumber: serial)
        return ring.keys(for: target).map(\.likelihood)
    }

    @Test("Keys for a volume: by its computer's name or serial number, then those that say nothing, then all others")
    func computers() {
        let ring = ring(
            "Hostname,RecoveryKey\nCORP\\PC01$,\(first)\npc02.corp.local,\(second)\n",
            "Serial,Password\n5CG1,\(SampleKeys.password(1))\n", SampleKeys.password(2))
        #expect(ring.entries.count == 4)
        #expect(likelihoods(ring, computer: "pc01") == [.sameComputer, .anonymous, .other, .other])
        #expect(
            likelihoods(ring, computer: "PC02", serial: "5cg1") == [.sameComputer, .sameComputer, .anonymous, .other])
        #expect(likelihoods(ring) == [.anonymous, .other, .other, .other])
        #expect(likelihoods(ring, computer: "", serial: "") == [.anonymous, .other, .other, .other])
    }

    @Test("A name that NetBIOS has cut is likely the same computer's")
    func cutNames() {
        let ring = ring(
            "Hostname,RecoveryKey\nFRONTDESK-LOBBY-13,\(first)\nFRONTDESK-LOBBY,\(second)\n"
                + "FRONTDESK-LOBB,\(SampleKeys.password(3))\n")
        #expect(likelihoods(ring, computer: "FRONTDESK-LOBBY") == [.sameComputer, .similarName, .other])
        #expect(likelihoods(ring, computer: "frontdesk-lobby-12") == [.similarName, .similarName, .other])
    }

    @Test("A certain identifier comes first, a candidate next, a typed key before the computer's")
    func certainty() throws {
        let id = try #require(ProtectorID(SampleKeys.firstID))
        let password = try RecoveryPassword(SampleKeys.password(4))
        var ring = ring(
            "Hostname,RecoveryKey\nPC01,\(second)\n", "KeyID,RecoveryKey\n\(id),\(first)\n")
        ring.insert(KeyEntry(.recoveryPassword(password), origin: .typed))
        let guess = try RecoveryPassword(SampleKeys.password(5))
        ring.insert(KeyEntry(.recoveryPassword(guess), candidates: [id], origin: KeyOrigin(file: "guess")))
        #expect(
            likelihoods(ring, protectors: [id], computer: "PC01") == [.certain, .candidate, .typed, .sameComputer])
        // No key of the kind can open such a volume, except what is filed under one of its protectors.
        let passwords = KeyTarget(protectors: [id], kinds: [.password], computerName: "PC01", serialNumber: nil)
        #expect(ring.keys(for: passwords).map(\.likelihood) == [.certain])
    }

    @Test("A secret that is listed for several protectors is tried once")
    func onceEach() throws {
        let id = try #require(ProtectorID(SampleKeys.secondID))
        let ring = ring("KeyID,Key\n\(SampleKeys.firstID),\(first)\n\(id),\(first)\n")
        #expect(ring.entries.count == 2)
        #expect(likelihoods(ring, protectors: [id]) == [.certain])
        #expect(likelihoods(ring) == [.other])
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
