internal import COpenSSL
internal import Glibc
public import NTFSReader
internal import Vocabulary

/// Tells whether a recovery password or password can be one of a BitLocker volume's.
///
/// Our own, for libcryptsetup stretches each key for every protector of the volume, and sets its hash up anew in every round:
/// where hundreds of keys are tried, this one takes 0.4 of the time (`scripts/bench tries`). A volume is opened by
/// libcryptsetup alone.
public struct BitLockerKeyCheck: Sendable {
    /// A key protector: the volume's master key, encrypted with the stretched key (AES-CCM).
    struct Protector: Sendable, Equatable {
        let kind: ProtectorKind
        let salt: [UInt8]
        let nonce: [UInt8]
        let tag: [UInt8]
        let masterKey: [UInt8]
    }

    private let protectors: [Protector]

    /// Reads the protectors of a volume; nil where its metadata is not as expected, and only libcryptsetup can tell.
    public init?(_ volume: some VolumeBytes) {
        guard let metadata = try? BitLockerVolume.metadata(volume) else { return nil }
        var protectors: [Protector] = []
        for entry in metadata.entries where entry.isProtector {
            guard let kind = entry.protection.map(ProtectorKind.init(protection:)) else { return nil }
            guard kind == .recoveryPassword || kind == .password else { continue }
            guard let protector = Protector(entry, kind: kind) else { return nil }
            protectors.append(protector)
        }
        // No volume has as many, and each would have to be stretched for.
        guard protectors.count <= BitLockerVolume.maximumProtectors else { return nil }
        self.protectors = protectors
    }

    /// Whether a recovery password opens one of the volume's protectors.
    ///
    /// - Parameter password: The 48 digits in groups of six, with hyphens; nil is returned for anything else.
    public func fits(recoveryPassword password: UnsafeRawBufferPointer) -> Bool? {
        let groups = password.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard groups.count == 8 else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { key in
            defer { if let start = key.baseAddress { explicit_bzero(start, key.count) } }
            for (place, group) in groups.enumerated() {
                guard group.count == 6, group.allSatisfy({ (48...57).contains($0) }) else { return nil }
                let number = group.reduce(0) { $0 * 10 + Int($1 - 48) }
                guard number % 11 == 0, let part = UInt16(exactly: number / 11) else { return nil }
                key.storeBytes(of: part.littleEndian, toByteOffset: place * 2, as: UInt16.self)
            }
            return Self.withHash(of: UnsafeRawBufferPointer(key), times: 1) { fits($0, .recoveryPassword) }
        }
    }

    /// Whether a password in UTF-8 opens one of the volume's protectors; nil where it is no UTF-8.
    public func fits(password: UnsafeRawBufferPointer) -> Bool? {
        // libcryptsetup takes the digits of a recovery password for one, wherever they come from.
        if fits(recoveryPassword: password) == true { return true }
        var units: [UInt16] = []
        // Never reallocated, so that no copy escapes the wiping.
        units.reserveCapacity(password.count)
        defer {
            units.withUnsafeMutableBytes { bytes in
                if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
            }
        }
        let isBroken = transcode(
            password.makeIterator(), from: UTF8.self, to: UTF16.self, stoppingOnError: true
        ) { units.append($0.littleEndian) }
        guard !isBroken else { return nil }
        return units.withUnsafeBytes { text in Self.withHash(of: text, times: 2) { fits($0, .password) } }
    }

    /// nil also where there is no protector of the kind: what libcryptsetup then makes of the key is its own affair.
    private func fits(_ hash: UnsafeRawBufferPointer, _ kind: ProtectorKind) -> Bool? {
        let own = protectors.filter { $0.kind == kind }
        guard !own.isEmpty else { return nil }
        for protector in own {
            let opens = KeyStretch.withStretched(hash, salt: protector.salt) { protector.opens(with: $0) }
            guard let opens = opens ?? nil else { return nil }
            if opens { return true }
        }
        return false
    }

    /// Lends `body` the SHA-256 of bytes, or the SHA-256 of that.
    private static func withHash<Result>(
        of bytes: UnsafeRawBufferPointer, times: Int, _ body: (UnsafeRawBufferPointer) -> Result?
    ) -> Result? {
        withUnsafeTemporaryAllocation(byteCount: KeyStretch.hashSize, alignment: 8) { hash in
            defer { if let start = hash.baseAddress { explicit_bzero(start, hash.count) } }
            var source = bytes
            for _ in 0..<times {
                guard EVP_Digest(source.baseAddress, source.count, hash.baseAddress, nil, EVP_sha256(), nil) == 1 else {
                    return nil
                }
                source = UnsafeRawBufferPointer(hash)
            }
            return body(UnsafeRawBufferPointer(hash))
        }
    }
}

extension BitLockerKeyCheck.Protector {
    /// Sizes of AES-CCM's parts as BitLocker has them, in bytes (libbde's documentation, "AES-CCM encrypted key").
    private static let nonceSize = 12
    private static let tagSize = 16
    /// The longest master key: its header of 12 bytes and 32 bytes.
    private static let longestKey = 256

    /// From a protector's datum: properties of type 3 (stretch key, the salt @12) and 5 (AES-CCM encrypted key, the nonce @8).
    fileprivate init?(_ entry: BitLockerMetadata.Entry, kind: ProtectorKind) {
        let properties = entry.properties
        guard let stretch = properties.first(where: { $0.type == 3 }),
            let salt = stretch.bytes.slice(at: 12, count: 16),
            let sealed = properties.first(where: { $0.type == 5 })?.bytes,
            let nonce = sealed.slice(at: 8, count: Self.nonceSize),
            let tag = sealed.slice(at: 8 + Self.nonceSize, count: Self.tagSize),
            case let start = 8 + Self.nonceSize + Self.tagSize, sealed.count > start,
            sealed.count - start <= Self.longestKey, let key = sealed.slice(at: start, count: sealed.count - start)
        else { return nil }
        self.init(kind: kind, salt: salt, nonce: nonce, tag: tag, masterKey: key)
    }

    /// Whether a stretched key decrypts the master key, which its tag proves; nil where that cannot be computed.
    fileprivate func opens(with key: UnsafeRawBufferPointer) -> Bool? {
        guard let context = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        var tag = tag
        let bytes = key.bindMemory(to: UInt8.self).baseAddress
        guard EVP_DecryptInit_ex(context, EVP_aes_256_ccm(), nil, nil, nil) == 1,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, CInt(nonce.count), nil) == 1,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CInt(tag.count), &tag) == 1,
            EVP_DecryptInit_ex(context, nil, nil, bytes, nonce) == 1
        else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: masterKey.count, alignment: 8) { plain in
            defer { if let start = plain.baseAddress { explicit_bzero(start, plain.count) } }
            var count: CInt = 0
            let target = plain.bindMemory(to: UInt8.self).baseAddress
            return EVP_DecryptUpdate(context, target, &count, masterKey, CInt(masterKey.count)) > 0
        }
    }
}
