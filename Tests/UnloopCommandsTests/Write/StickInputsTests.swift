internal import ArgumentParser
import Diagnostics
internal import Foundation
internal import Signatures
internal import StickWriter
internal import TestSupport
internal import Testing

@testable internal import UnloopCommands

@Suite("What unloop write puts on sticks") struct StickInputsTests {
    private static let key = "284867-596541-514998-422114-660297-261613-215424-199408"

    /// Reads one file with this content as keys, settings or a remedy.
    private func additions(
        _ content: String, name: String = "file", _ use: (String) -> StickInputs
    ) throws -> StickAdditions {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent(name)
            try Data(content.utf8).write(to: file)
            return try use(file.path).additions()
        }
    }

    private func keys(_ content: String) throws -> StickAdditions {
        try additions(content, name: "keys.csv") { StickInputs(keys: [$0], settings: nil, remedies: [], label: nil) }
    }

    @Test("keys go into keys/, and bad rows do not keep the good ones away")
    func goodKeys() throws {
        #expect(try keys("KeyID,Key\n,\(Self.key)\n,123456-\n").files.map(\.path) == ["keys/keys.csv"])
    }

    @Test("a file without a key is refused, and so is an archive, which the rescue system cannot read")
    func badKeys() throws {
        #expect(throws: KeyCommandError.self) { try keys("KeyID,Key\n,\(Self.key.dropLast())9\n") }
        #expect(throws: KeyCommandError.self) { try keys("nothing here") }
        #expect(throws: (any Error).self) { try keys("PK\u{3}\u{4}rest") }
        #expect(throws: CommandFileError.self) {
            try StickInputs(keys: ["/nonexistent/keys"], settings: nil, remedies: [], label: nil).additions()
        }
    }

    @Test("an open signing key goes into keys/ under its name; one that is none, and the public half, are refused")
    func signingKeys() throws {
        func put(_ content: String) throws -> [String] {
            try additions(content, name: "log-signing.key") {
                StickInputs(keys: [$0], settings: nil, remedies: [], label: nil)
            }.files.map(\.path)
        }
        let key = try SigningKey()
        let pem = try key.withPEM { String(decoding: $0, as: UTF8.self) }
        #expect(try put(pem) == ["keys/log-signing.key"])
        #expect(throws: SignatureError.self) { try put(pem.replacing("MC4", with: "MC5")) }
        #expect(throws: KeyCommandError.self) { try put(String(decoding: key.verifyingKey.pem, as: UTF8.self)) }
    }

    private static let remedy = """
        schema: unloop-remedy/1
        id: our-incident
        title: Ours
        rules:
          - folder: Windows\\System32\\drivers\\Ours
            name: bad-*.sys
            action: remove
        """

    @Test("a remedy is parsed, put into remedies/ and chosen")
    func remedies() throws {
        let chosen = try additions(Self.remedy, name: "our.yaml") {
            StickInputs(keys: [], settings: nil, remedies: [$0], label: "x")
        }
        #expect(chosen.files.map(\.path) == ["remedies/our.yaml"])
        #expect(chosen.remedies == ["our"])
        #expect(chosen.label == "x")
    }

    @Test("settings are checked, and choose remedies for themselves")
    func settings() throws {
        let text = "remedies: [our]\r\nlabel: x\r\n"
        let own = try additions(text, name: "site.yaml") {
            StickInputs(keys: [], settings: $0, remedies: [], label: nil)
        }
        #expect(own.remedies == nil)
        #expect(own.settings == Array(text.utf8))
        #expect(throws: (any Error).self) {
            try additions("dirty: perhaps\n", name: "site.yaml") {
                StickInputs(keys: [], settings: $0, remedies: [], label: nil)
            }
        }
    }

    @Test("a broken remedy, and one whose name the rescue system cannot take")
    func badRemedies() throws {
        #expect(throws: (any Error).self) {
            try additions(Self.remedy + "\n    except: no", name: "our.yaml") {
                StickInputs(keys: [], settings: nil, remedies: [$0], label: nil)
            }
        }
        #expect(throws: WriteCommandError.self) {
            try additions(Self.remedy, name: "our.txt") {
                StickInputs(keys: [], settings: nil, remedies: [$0], label: nil)
            }
        }
    }
}

@Suite("The words of unloop write") struct WritePlacesTests {
    @Test("an image comes first, and is build/unloop.img otherwise")
    func image() throws {
        #expect(try WritePlaces([]).image == "build/unloop.img")
        #expect(try WritePlaces(["a.img"]).image == "a.img")
        #expect(try WritePlaces(["a.img"]).devices == [])
    }

    @Test("what is no disk is refused as one")
    func devices() {
        #expect(throws: ValidationError.self) { try WritePlaces(["/dev/null"]) }
        #expect(throws: ValidationError.self) { try WritePlaces(["a.img", "b.img"]) }
        #expect(throws: ValidationError.self) { try WritePlaces(["/dev/no-such-disk"]) }
    }

    @Test("a serial number is for disks that are not removable")
    func serial() {
        #expect(throws: (any Error).self) { try WriteCommand.parse(["--serial", "x"]) }
        #expect(throws: Never.self) { try WriteCommand.parse(["--serial", "x", "--allow-fixed"]) }
        #expect(WriteCommand.helpMessage().contains("unloop write /dev/sdb"))
    }

    @Test("sizes, speeds and times for a person")
    func texts() {
        #expect(ByteText.size(62_060_000_000) == "62 GB")
        #expect(ByteText.size(1_153_433_600) == "1.2 GB")
        #expect(ByteText.size(52_500_000) == "52 MB")
        #expect(ByteText.size(0) == "0.0 kB")
        #expect(ByteText.speed(12_340_000) == "12.3 MB/s")
        #expect(ByteText.duration(61.2) == "1:02")
        #expect(ByteText.duration(.infinity) == "5999:59")
    }
}
