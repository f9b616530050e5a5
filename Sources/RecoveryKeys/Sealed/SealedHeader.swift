internal import Secrets

/// The header of an age file for a passphrase (age v1, "Header" and "scrypt recipient stanza").
struct SealedHeader {
    static let version = "age-encryption.org/v1"
    static let saltSize = 16
    private static let sealedKeySize = 16 + ChaChaPoly.tagSize
    /// A header with one stanza has less than 200 bytes.
    private static let maximumLine = 4096

    let salt: [UInt8]
    /// The base-2 logarithm of scrypt's N.
    let workFactor: Int
    /// The file key under the passphrase's key.
    let sealedKey: [UInt8]

    /// The header with its code at the end, under the file key.
    func encode(fileKey: SecretBytes) throws(KeyError) -> [UInt8] {
        var bytes = authenticated
        let code = try Self.code(of: bytes, fileKey: fileKey)
        bytes.append(UInt8(ascii: " "))
        code.withBytes { bytes.append(contentsOf: Base64.encode($0, padding: false)) }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// The part of the header that the code is over: all up to the three hyphens.
    var authenticated: [UInt8] {
        let salt = String(decoding: Base64.encode(salt, padding: false), as: UTF8.self)
        let key = String(decoding: Base64.encode(sealedKey, padding: false), as: UTF8.self)
        return Array("\(Self.version)\n-> scrypt \(salt) \(workFactor)\n\(key)\n---".utf8)
    }

    static func code(of authenticated: [UInt8], fileKey: SecretBytes) throws(KeyError) -> SecretBytes {
        try Cryptography.hmac(Cryptography.hkdf(fileKey, salt: [], info: "header"), authenticated)
    }
}

extension SealedHeader {
    /// Reads the header at the beginning of a file.
    ///
    /// A well-formed header of one scrypt stanza has one encoding only, so that the code can be checked over `authenticated`.
    ///
    /// - Returns: The header, its code, and what follows it.
    static func parse(
        _ file: ArraySlice<UInt8>, named name: String
    ) throws(KeyError) -> (header: SealedHeader, code: SecretBytes, payload: ArraySlice<UInt8>) {
        var rest = file
        func malformed(_ detail: String) -> KeyError {
            KeyError(
                .malformedSealedFile, "\(name): damaged sealed file: \(detail); copy it again, or seal the keys again")
        }
        func line() throws(KeyError) -> ArraySlice<UInt8> {
            guard let end = rest.prefix(maximumLine).firstIndex(of: UInt8(ascii: "\n")) else {
                throw malformed("the header has no end")
            }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }
        guard try line().elementsEqual(version.utf8) else {
            throw malformed("the first line is not that of an age file")
        }
        let stanza = try line().split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard stanza.count >= 2, stanza[0].elementsEqual("->".utf8) else {
            throw malformed("line 2 names no recipient")
        }
        guard stanza[1].elementsEqual("scrypt".utf8) else {
            throw KeyError(
                .unsupportedSealedFile,
                "\(name): sealed for a key pair, not with a passphrase; open it with \"age -d -i IDENTITY\" first"
            )
        }
        guard stanza.count == 4, let salt = Base64.decode(stanza[2], padding: false), salt.count == saltSize,
            let workFactor = number(stanza[3])
        else { throw malformed("line 2 is not that of a passphrase") }
        guard workFactor <= SealedFile.maximumWorkFactor else {
            throw KeyError(
                .unsupportedSealedFile,
                "\(name): asks for a work factor of \(workFactor), more than the \(SealedFile.maximumWorkFactor) allowed; "
                    + "seal it anew")
        }
        guard let key = Base64.decode(try line(), padding: false), key.count == sealedKeySize else {
            throw malformed("line 3 is no sealed key")
        }
        let last = try line()
        guard !last.starts(with: Array("->".utf8)) else {
            throw malformed("a passphrase stands beside other recipients")
        }
        guard last.starts(with: Array("--- ".utf8)), let code = Base64.decode(last.dropFirst(4), padding: false),
            code.count == 32
        else { throw malformed("line 4 is no code of the header") }
        return (SealedHeader(salt: salt, workFactor: workFactor, sealedKey: key), SecretBytes(code), rest)
    }

    /// A positive decimal number without a leading zero.
    private static func number(_ text: ArraySlice<UInt8>) -> Int? {
        guard (1...4).contains(text.count), text.first != UInt8(ascii: "0"),
            text.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        else { return nil }
        return Int(String(decoding: text, as: UTF8.self))
    }
}
