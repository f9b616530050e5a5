import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Signatures

/// A key pair of RFC 8032, section 7.1, with a message and its signature, in hexadecimal digits.
struct Vector: Sendable {
    let secret: String
    let key: String
    let message: String
    let signature: String

    static let all = [
        Vector(
            secret: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", message: "",
            signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        Vector(
            secret: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        Vector(
            secret: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            key: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", message: "af82",
            signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
        Vector(
            secret: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            key: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            message: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            signature: "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
    ]
}

@Suite struct SigningKeyTests {
    private func key(_ vector: Vector) throws -> SigningKey {
        try SigningKey(secret: #require(Hexadecimal.decode(vector.secret)))
    }

    @Test(arguments: Vector.all) func keysAndSignaturesAreThoseOfTheStandard(vector: Vector) throws {
        let key = try key(vector)
        #expect(key.verifyingKey.description == vector.key)
        let message = try #require(Hexadecimal.decode(vector.message))
        let signature = try key.sign(message)
        #expect(Hexadecimal.encode(signature) == vector.signature)
        let verifyingKey = try #require(VerifyingKey(hexadecimal: vector.key))
        #expect(verifyingKey == key.verifyingKey && verifyingKey.isValid(signature, of: message))
    }

    @Test(arguments: Vector.all) func whatIsNotTheSignatureIsInvalid(vector: Vector) throws {
        let (key, message) = (try key(vector).verifyingKey, try #require(Hexadecimal.decode(vector.message)))
        let signature = try #require(Hexadecimal.decode(vector.signature))
        #expect(!key.isValid(signature, of: message + [0]))
        for place in signature.indices {
            var changed = signature
            changed[place] ^= 1
            #expect(!key.isValid(changed, of: message))
        }
        #expect(!key.isValid([], of: message) && !key.isValid(signature + [0], of: message))
        #expect(try !SigningKey().verifyingKey.isValid(signature, of: message))
    }

    @Test func bytesThatAreNoPointAreNoKey() throws {
        let key = try #require(VerifyingKey(bytes: [UInt8](repeating: 0xFF, count: 32)))
        #expect(!key.isValid([UInt8](repeating: 0, count: 64), of: []))
        #expect(VerifyingKey(bytes: []) == nil && VerifyingKey(hexadecimal: "00") == nil)
        #expect(VerifyingKey(hexadecimal: String(repeating: "F", count: 64)) == nil)
    }

    @Test func newKeysDiffer() throws {
        let (one, other) = (try SigningKey(), try SigningKey())
        #expect(one.verifyingKey != other.verifyingKey)
    }

    @Test func aKeyDoesNotPrintItself() throws {
        let key = try key(Vector.all[0])
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key) \(String(reflecting: key)) \(dumped)".contains(Vector.all[0].secret.prefix(8)) == false)
        #expect("\(key)".contains(Vector.all[0].key))
    }
}

@Suite struct KeyPEMTests {
    private let privateHalf = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----

        """
    private let publicHalf = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
        -----END PUBLIC KEY-----

        """

    private func read(_ text: String) -> (signing: SigningKey?, verifying: VerifyingKey?) {
        let bytes = Array(text.utf8)
        return (try? SigningKey(pem: bytes, file: "f"), try? VerifyingKey(pem: bytes, file: "f"))
    }

    @Test func bothHalvesAreReadAndWritten() throws {
        let key = try #require(read(privateHalf).signing)
        #expect(key.verifyingKey.description == Vector.all[0].key)
        #expect(try key.withPEM { String(decoding: $0, as: UTF8.self) } == privateHalf)
        #expect(read(publicHalf).verifying == key.verifyingKey)
        #expect(String(decoding: key.verifyingKey.pem, as: UTF8.self) == publicHalf)
        #expect(SigningKey.isRecognised(Array(privateHalf.utf8)) && !SigningKey.isRecognised(Array(publicHalf.utf8)))
    }

    @Test func lineEndsAndBlanksAtTheEndMayDiffer() {
        let texts = [
            privateHalf.replacing("\n", with: "\r\n"), privateHalf + " \t\r\n\n", String(privateHalf.dropLast()),
        ]
        for text in texts {
            #expect(read(text).signing != nil, "\(text)")
        }
    }

    @Test func anythingElseIsNoKey() {
        let (begin, end) = ("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----")
        let body = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"
        let halves: [String] = [
            String(body.dropLast(4)), String(body.dropLast() + "="), "\(body.prefix(32))\n\(body.dropFirst(32))",
            "\(body)AAAA",
        ]
        let texts: [String] = [
            "", begin, "\(begin)\n\(end)\n", "\(begin)\n\(body)\n", " \(privateHalf)", privateHalf + privateHalf,
            privateHalf.replacing("PRIVATE", with: "ENCRYPTED PRIVATE"), privateHalf.replacing("V", with: "-"),
            privateHalf.replacing("MC4", with: "MC5"),
            publicHalf.replacing("PUBLIC", with: "PRIVATE"), privateHalf.replacing("PRIVATE", with: "PUBLIC"),
            publicHalf.replacing("URo=", with: "URp="), String(repeating: "x", count: 1 << 20),
        ]
        for text in texts + halves.map({ "\(begin)\n\($0)\n\(end)\n" }) {
            let (signing, verifying) = read(text)
            #expect(signing == nil && verifying == nil, "\(text.prefix(200))")
        }
    }

    @Test func messagesNameTheFileAndTheHalf() {
        func message(_ body: () throws -> Void) -> String {
            do {
                try body()
                return "no error"
            } catch {
                return (error as? SignatureError)?.message ?? "\(error)"
            }
        }
        #expect(
            message { _ = try VerifyingKey(pem: Array(privateHalf.utf8), file: "a.key") }
                == "a.key: this is the private half, which signs; name the public half (.pub)")
        #expect(message { _ = try VerifyingKey(pem: [1], file: "a.pub") }.hasPrefix("a.pub: not the public half"))
        #expect(message { _ = try SigningKey(pem: [1], file: "a.key") }.hasPrefix("a.key: not an Ed25519 key"))
    }
}

/// The same keys and signatures by another program.
@Suite(.enabled(if: Shell.has("openssl"), "needs openssl")) struct OpenSSLInteropTests {
    private let message = Array("unloop-log/1\nrun\nhash\n".utf8)

    @Test func opensslChecksWhatWeSign() throws {
        try withTemporaryFolder { folder in
            func file(_ name: String, _ bytes: [UInt8]) throws {
                try Data(bytes).write(to: folder.appendingPathComponent(name))
            }
            let key = try SigningKey()
            try file("pub", key.verifyingKey.pem)
            try file("message", message)
            try file("signature", try key.sign(message))
            let check = ["pkeyutl", "-verify", "-pubin", "-inkey", "pub", "-rawin", "-in", "message", "-sigfile"]
            #expect(
                try Shell.run(["openssl"] + check + ["signature"], directory: folder)
                    == "Signature Verified Successfully\n")
            try file("signature", try SigningKey().sign(message))
            #expect(try Shell.result(["openssl"] + check + ["signature"], directory: folder).status != 0)
            try key.withPEM { try file("key", $0) }
            #expect(
                try Shell.run("openssl", "pkey", "-in", "key", "-pubout", directory: folder)
                    == String(decoding: key.verifyingKey.pem, as: UTF8.self))
        }
    }

    @Test func weCheckWhatOpensslSigns() throws {
        try withTemporaryFolder { folder in
            func bytes(_ name: String) throws -> [UInt8] {
                Array(try Data(contentsOf: folder.appendingPathComponent(name)))
            }
            try Shell.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", "key", directory: folder)
            try Shell.run("openssl", "pkey", "-in", "key", "-pubout", "-out", "pub", directory: folder)
            try Data(message).write(to: folder.appendingPathComponent("message"))
            try Shell.run(
                "openssl", "pkeyutl", "-sign", "-inkey", "key", "-rawin", "-in", "message", "-out", "signature",
                directory: folder)
            let key = try VerifyingKey(pem: bytes("pub"), file: "pub")
            #expect(key.isValid(try bytes("signature"), of: message))
            #expect(try SigningKey(pem: bytes("key"), file: "key").sign(message) == bytes("signature"))
        }
    }
}
