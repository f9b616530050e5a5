/// What opens a generated BitLocker volume, as its generator tells it.
struct BitLockerKeys: Decodable {
    struct Protector: Decodable {
        /// `recovery`, `password`, `tpm`, `clear` or `startup-key`.
        let type: String
        let guid: String
        /// The recovery password of a `recovery` protector.
        let key: String?
    }

    let volumeGUID: String
    let protectors: [Protector]
    let password: String?
    /// The volume's own keys, in hexadecimal digits.
    let fvek: String
    let vmk: String
    let metadataOffsets: [Int64]
    let volumeHeaderOffset: Int64

    enum CodingKeys: String, CodingKey {
        case volumeGUID = "volume_guid"
        case protectors, password, fvek, vmk
        case metadataOffsets = "metadata_offsets"
        case volumeHeaderOffset = "volume_header_offset"
    }

    /// The recovery protectors with their recovery passwords.
    var recovery: [(id: String, password: String)] {
        protectors.compactMap { protector in protector.key.map { (protector.guid, $0) } }
    }

    /// Everything that nobody but the machine's owner may see.
    var secrets: [Secret] {
        recovery.map { .recoveryPassword($0.password) } + [fvek, vmk].map { .key(hexadecimal: $0) }
            + (password.map { [.passphrase($0)] } ?? [])
    }
}
