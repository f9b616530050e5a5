public import Secrets

/// Files sealed with a passphrase in the age format, version 1 (age-encryption.org/v1, C2SP "age"): `age -d` opens what
/// this seals, and this opens what `age -p` seals, with armor or without.
public enum SealedFile {
    /// The work factor of new files, as age has it: the base-2 logarithm of scrypt's N. 256 MiB of memory and about one
    /// second for each try.
    public static let standardWorkFactor = 18
    /// The largest work factor that is accepted, as age has it: 4 GiB.
    public static let maximumWorkFactor = 22

    /// Whether the bytes begin as a sealed file does, sound or not.
    public static func isRecognised(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: Array("age-encryption.org/".utf8)) || SealedArmor.isRecognised(bytes.prefix(256))
    }

    /// Seals a plaintext. Two calls never give the same bytes.
    ///
    /// - Parameters:
    ///   - plaintext: what is to be sealed. The caller wipes it.
    ///   - passphrase: in UTF-8.
    ///   - workFactor: the base-2 logarithm of scrypt's N, from 1 to `maximumWorkFactor`.
    public static func seal(
        _ plaintext: [UInt8], passphrase: SecretBytes, workFactor: Int = standardWorkFactor
    ) throws(KeyError) -> [UInt8] {
        var fileKey = try Cryptography.random(16)
        defer { fileKey.wipe() }
        return try seal(
            plaintext, passphrase: passphrase, workFactor: workFactor, fileKey: SecretBytes(fileKey),
            salt: Cryptography.random(SealedHeader.saltSize), nonce: Cryptography.random(SealedPayload.nonceSize))
    }

    /// As above, with what is random given: 16 bytes each.
    static func seal(
        _ plaintext: [UInt8], passphrase: SecretBytes, workFactor: Int, fileKey: SecretBytes, salt: [UInt8],
        nonce: [UInt8]
    ) throws(KeyError) -> [UInt8] {
        precondition((1...maximumWorkFactor).contains(workFactor), "a work factor that nothing would open")
        let key = try passphraseKey(passphrase, salt: salt, workFactor: workFactor)
        var bytes = fileKey.withBytes { Array($0) }
        defer { bytes.wipe() }
        var sealedKey: [UInt8] = []
        try ChaChaPoly(key: key).seal(bytes[...], nonce: keyNonce, to: &sealedKey)
        let header = SealedHeader(salt: salt, workFactor: workFactor, sealedKey: sealedKey)
        var output = try header.encode(fileKey: fileKey)
        try SealedPayload.seal(plaintext, fileKey: fileKey, nonce: nonce, to: &output)
        return output
    }

    /// Opens a sealed file.
    ///
    /// A wrong passphrase and a damaged header cannot always be told apart: the error is `wrongPassphrase` for both when
    /// the file's key does not open, and `damagedSealedFile` for all damage behind it.
    ///
    /// - Parameter file: the name of the file for messages.
    /// - Returns: The plaintext. The caller wipes it.
    public static func open(_ bytes: [UInt8], passphrase: SecretBytes, file: String) throws(KeyError) -> [UInt8] {
        var binary = bytes
        if SealedArmor.isRecognised(bytes[...]) {
            guard let decoded = SealedArmor.decode(bytes[...]) else {
                throw KeyError(.malformedSealedFile, "\(file): its armor (BEGIN … END) is damaged; copy it again")
            }
            binary = decoded
        }
        let (header, code, payload) = try SealedHeader.parse(binary[...], named: file)
        let key = try passphraseKey(passphrase, salt: header.salt, workFactor: header.workFactor)
        var opened: [UInt8] = []
        opened.reserveCapacity(header.sealedKey.count)
        defer { opened.wipe() }
        guard try ChaChaPoly(key: key).open(header.sealedKey[...], nonce: keyNonce, to: &opened) else {
            throw KeyError(
                .wrongPassphrase, "\(file): the passphrase does not open it; try again (or its header is damaged)")
        }
        let fileKey = SecretBytes(opened)
        guard try SealedHeader.code(of: header.authenticated, fileKey: fileKey) == code else {
            throw KeyError(
                .damagedSealedFile, "\(file): the passphrase is right, but the header is damaged; copy it again")
        }
        return try SealedPayload.open(payload, fileKey: fileKey, file: file)
    }

    private static let keyNonce = [UInt8](repeating: 0, count: ChaChaPoly.nonceSize)

    private static func passphraseKey(
        _ passphrase: SecretBytes, salt: [UInt8], workFactor: Int
    ) throws(KeyError) -> SecretBytes {
        try Cryptography.scrypt(
            passphrase, salt: Array("\(SealedHeader.version)/scrypt".utf8) + salt, workFactor: workFactor)
    }
}
