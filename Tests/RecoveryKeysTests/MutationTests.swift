import Secrets
internal import Testing

@testable internal import RecoveryKeys

/// Files changed at random, always in the same way: nothing may crash, hang, or take in a key that is none.
@Suite("Damaged key files")
struct MutationTests {
    /// SplitMix64: the same numbers everywhere.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
    }

    private static let (id, key) = (SampleKeys.firstID, SampleKeys.first)

    private static let seeds: [[UInt8]] = [
        Array("Hostname;KeyID;RecoveryKey\r\nPC01;{\(id)};\"\(key)\"\r\nPC02,\"a\"\"b\",\(key)\n".utf8),
        Array("{\"value\":[{\"id\":\"\(id)\",\"volumeType\":1,\"key\":\"\(key)\\u002d\"}],\"x\":[null,-1.5e3]}".utf8),
        Array("ID: {\(id)}\n  Kennwort:\n    \(key.replacing("-", with: "\u{2011}"))\n".utf8),
        Array("cn,msFVE-RecoveryGuid,msFVE-RecoveryPassword\n2023{\(id)},X'1a08b0',\(key)\n".utf8),
        [0xFF, 0xFE] + "\(id)\r\n\(key)\r\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] },
        [0x9C, 0, 0, 0, 1, 0, 0, 0, 0x30, 0, 0, 0, 0x9C, 0, 0, 0] + [UInt8](repeating: 0, count: 32)
            + [0x6C, 0, 6, 0, 9, 0, 1, 0] + [UInt8](repeating: 0, count: 100),
    ]

    private static func mutated(_ seed: [UInt8], with generator: inout Generator) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes.insert("\"\\,;{}[]:\r\n\t-0\u{0}".utf8.randomElement(using: &generator) ?? 0, at: index)
            case 1: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 0...8, using: &generator)))
            case 2 where index < bytes.count: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 3: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 40)], at: index)
            default: bytes = Array(bytes.prefix(index)) + bytes.dropFirst(index / 2)
            }
        }
        return bytes
    }

    @Test("12,000 changed files of every form", arguments: Array(seeds.indices))
    func files(seed: Int) {
        var generator = Generator(state: UInt64(seed))
        var good = 0
        for round in 0..<2000 {
            let bytes = Self.mutated(Self.seeds[seed], with: &generator)
            let reading = KeyFile.read(bytes, file: "f", columns: round % 7 == 6 ? [.id: "1", .key: "2"] : [:])
            good += reading.entries.count
            #expect(!reading.entries.isEmpty || !reading.problems.isEmpty)
            for problem in reading.problems { #expect(!problem.message.contains(/[0-9]{6}/)) }
        }
        // Some survive, or the changes would test nothing but the refusal of rubbish.
        #expect(seed == 5 || good > 200, "\(good)")
    }

    @Test("2,000 changed sealed files")
    func sealedFiles() throws {
        let passphrase = SecretBytes(Array("p".utf8))
        let sealed = try SealedFile.seal(Array("plaintext".utf8), passphrase: passphrase, workFactor: 1)
        var generator = Generator(state: 7)
        for _ in 0..<2000 {
            let bytes = Self.mutated(sealed, with: &generator)
            // What asks for much work is left to other tests.
            if bytes.firstRange(of: Array(" 1\n".utf8)) == nil { continue }
            guard let plaintext = try? SealedFile.open(bytes, passphrase: passphrase, file: "f") else { continue }
            #expect(bytes == sealed && plaintext == Array("plaintext".utf8))
        }
    }
}
