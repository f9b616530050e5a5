import Diagnostics
internal import Foundation
import Secrets
internal import TestSupport
internal import Testing

@testable internal import RecoveryKeys

@Suite("Sealed files")
struct SealedFileTests {
    private static let passphrase = SecretBytes(Array("correct horse".utf8))

    private static func sealed(_ plaintext: [UInt8], workFactor: Int = 4) throws -> [UInt8] {
        try SealedFile.seal(plaintext, passphrase: passphrase, workFactor: workFactor)
    }

    private static func code(_ bytes: [UInt8], passphrase: SecretBytes = passphrase) -> KeyError.Code? {
        do throws(KeyError) {
            _ = try SealedFile.open(bytes, passphrase: passphrase, file: "unloop.keys")
            return nil
        } catch {
            return error.code
        }
    }

    @Test("Chunk borders", arguments: [0, 1, 65535, 65536, 65537, 131072, 200_000])
    func sizes(size: Int) throws {
        let plaintext = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let sealed = try Self.sealed(plaintext)
        #expect(try SealedFile.open(sealed, passphrase: Self.passphrase, file: "f") == plaintext)
        let chunks = max(1, (size + 65535) / 65536)
        #expect(sealed.split(separator: UInt8(ascii: "\n"), maxSplits: 4)[3].count == 4 + 43)
        #expect(sealed.count == headerSize(sealed) + 16 + size + 16 * chunks)
    }

    private func headerSize(_ sealed: [UInt8]) -> Int {
        (sealed.indices.filter { sealed[$0] == UInt8(ascii: "\n") }.dropFirst(3).first ?? 0) + 1
    }

    @Test("The header's text")
    func header() throws {
        let sealed = try SealedFile.seal(
            [], passphrase: Self.passphrase, workFactor: 10, fileKey: SecretBytes([UInt8](repeating: 1, count: 16)),
            salt: [UInt8](repeating: 2, count: 16), nonce: [UInt8](repeating: 3, count: 16))
        let lines = String(decoding: sealed.prefix(headerSize(sealed)), as: UTF8.self).split(separator: "\n")
        #expect(lines[0] == "age-encryption.org/v1")
        #expect(lines[1] == "-> scrypt AgICAgICAgICAgICAgICAg 10")
        #expect(lines[2].count == 43)
        #expect(lines[3].hasPrefix("--- "))
    }

    @Test("A wrong passphrase is told apart from a damaged file")
    func failures() throws {
        let sealed = try Self.sealed([UInt8](repeating: 7, count: 70_000))
        let header = headerSize(sealed)
        #expect(Self.code(sealed, passphrase: SecretBytes(Array("wrong".utf8))) == .wrongPassphrase)
        #expect(Self.code(sealed.dropLast()) == .damagedSealedFile)
        #expect(Self.code(sealed + [0]) == .damagedSealedFile)
        // Cut at the border between the chunks: the first one is not marked as the last.
        #expect(Self.code(Array(sealed.prefix(header + 16 + 65536 + 16))) == .damagedSealedFile)
        #expect(Self.code(Array(sealed.prefix(header))) == .damagedSealedFile)
        #expect(Self.code(Array(sealed.prefix(header - 1))) == .malformedSealedFile)
        for index in [header - 2, header, header + 20, header + 70_000] {
            var changed = sealed
            changed[index] ^= 4
            let code = Self.code(changed)
            #expect(code == .damagedSealedFile || index == header - 2 && code == .malformedSealedFile, "\(index)")
        }
    }

    @Test("Headers that ask for too much, or break the format")
    func hostileHeaders() throws {
        let sealed = String(decoding: try Self.sealed([]).prefix(150), as: UTF8.self)
        func code(_ old: String, _ new: String) -> KeyError.Code? {
            Self.code(Array(sealed.replacing(old, with: new).utf8))
        }
        #expect(code(" 4\n", " 23\n") == .unsupportedSealedFile)
        for factor in ["0", "04", "-4", "+4", "99999999999999999999", "4 ", "", "x"] {
            #expect(code(" 4\n", " \(factor)\n") == .malformedSealedFile)
        }
        #expect(code("-> scrypt", "-> X25519") == .unsupportedSealedFile)
        #expect(code("-> scrypt", "->scrypt") == .malformedSealedFile)
        #expect(code("\n---", "\n-> scrypt a 1\n---") == .malformedSealedFile)
        #expect(code("v1", "v2") == .malformedSealedFile)
        #expect(code("\n", "\r\n") == .malformedSealedFile)
        #expect(
            Self.code(Array("age-encryption.org/v1\n".utf8) + [UInt8](repeating: 65, count: 1 << 20))
                == .malformedSealedFile)
    }
}

@Suite("Sealed files and Debian's age", .enabled(if: Shell.has("age", "expect"), "needs age and expect"))
struct SealedFileInteropTests {
    private static let plaintext = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    /// Runs age on a terminal that types the passphrase whenever it is asked for.
    private func age(_ arguments: String, in folder: URL) throws {
        let script = """
            set timeout 600
            spawn age \(arguments)
            expect {
                -re "assphrase.*: " { send "correct horse\\r"; exp_continue }
                eof
            }
            exit [lindex [wait] 3]
            """
        try Shell.run("expect", "-c", script, directory: folder)
    }

    @Test("age opens what is sealed here")
    func opens() throws {
        try withTemporaryFolder { folder in
            let sealed = try SealedFile.seal(
                Self.plaintext, passphrase: SecretBytes(Array("correct horse".utf8)), workFactor: 12)
            try Data(sealed).write(to: folder.appendingPathComponent("sealed"))
            try age("-d -o plain sealed", in: folder)
            #expect([UInt8](try Data(contentsOf: folder.appendingPathComponent("plain"))) == Self.plaintext)
        }
    }

    @Test("What age seals is opened here, with armor and without", arguments: ["-p", "-p -a"])
    func sealedByAge(options: String) throws {
        try withTemporaryFolder { folder in
            try Data(Self.plaintext).write(to: folder.appendingPathComponent("plain"))
            try age("\(options) -o sealed plain", in: folder)
            let sealed = [UInt8](try Data(contentsOf: folder.appendingPathComponent("sealed")))
            let passphrase = SecretBytes(Array("correct horse".utf8))
            #expect(SealedFile.isRecognised(sealed))
            #expect(try SealedFile.open(sealed, passphrase: passphrase, file: "f") == Self.plaintext)
            if options.contains("-a") {
                let text = String(decoding: sealed, as: UTF8.self).replacing("\n", with: "\r\n")
                #expect(try SealedFile.open(Array(text.utf8), passphrase: passphrase, file: "f") == Self.plaintext)
                var broken = sealed
                broken.remove(at: 100)
                #expect(throws: KeyError.self) { try SealedFile.open(broken, passphrase: passphrase, file: "f") }
            }
        }
    }
}
