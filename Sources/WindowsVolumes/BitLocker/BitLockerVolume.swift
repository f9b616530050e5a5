internal import Diagnostics
public import NTFSReader
internal import Vocabulary

/// What the metadata of a BitLocker volume says in clear: which volume it is and which keys open it.
public struct BitLockerVolume: Sendable, Equatable {
    /// The volume's identifier (GUID, lower case): what `manage-bde` and recovery key exports call the volume id.
    public let volumeID: String
    /// The state of the encryption.
    public let state: State
    /// The encryption method, for example 0x8004 for AES-XTS-128.
    public let method: Int
    /// How many key protectors are read: no volume has as many, and a log's line must not grow without bound.
    static let maximumProtectors = 100
    /// The key protectors, in the order of the metadata.
    public let protectors: [KeyProtector]
    /// What Windows wrote down of the volume when it was encrypted: the computer's name, the drive and the date.
    public let description: String?
    /// Which of the three copies of the metadata was intact and used: 1, 2 or 3.
    public let metadataCopy: Int

    /// The state of the conversion (metadata block header @12, u16).
    public enum State: Int, Sendable {
        case decrypted = 1
        case switchingDirty = 2
        case paused = 3
        case encrypted = 4
        case switching = 5
    }

    /// Whether the first sector is a BitLocker volume's: `-FVE-FS-` (fixed disks) or `MSWIN4.1` with BitLocker's GUID
    /// (BitLocker To Go).
    public static func isRecognised(_ sector: [UInt8]) -> Bool { metadataOffsets(sector) != nil }

    /// Reads the metadata of a volume that `isRecognised`, from the first of its three copies that is intact.
    ///
    /// - Throws: `VolumeError` with `damagedBitLocker` when no copy is intact.
    public static func read(_ volume: some VolumeBytes, named name: String) throws -> BitLockerVolume {
        guard let offsets = metadataOffsets(try volume.read(at: 0, count: 512)) else {
            throw VolumeError(.damagedBitLocker, "\(name): not a BitLocker volume")
        }
        // Windows 7 and later jump over their header with EB 58 90, Vista with EB 52 90 (libbde's documentation).
        if offsets.isEmpty {
            throw VolumeError(
                .unsupportedBitLocker,
                "\(name): BitLocker of Windows Vista, which cannot be opened here; unlock it in Windows")
        }
        guard let (copy, metadata) = intactCopy(volume, offsets) else {
            throw VolumeError(
                .damagedBitLocker,
                "\(name): all three copies of the BitLocker metadata are damaged; repair-bde with a recovery key may still "
                    + "save the data")
        }
        return BitLockerVolume(metadata, copy: copy)
    }

    /// The first copy of the metadata that is intact, if there is one.
    static func metadata(_ volume: some VolumeBytes) throws -> BitLockerMetadata? {
        intactCopy(volume, metadataOffsets(try volume.read(at: 0, count: 512)) ?? [])?.metadata
    }

    private static func intactCopy(
        _ volume: some VolumeBytes, _ offsets: [UInt64]
    ) -> (copy: Int, metadata: BitLockerMetadata)? {
        for (index, offset) in offsets.enumerated() {
            guard let start = Int64(exactly: offset), start <= volume.size - 512,
                let block = Self.block(volume, at: start), let metadata = BitLockerMetadata(block)
            else { continue }
            return (index + 1, metadata)
        }
        return nil
    }

    /// The computer's name, with which the description begins: at most 63 characters, as DNS has them.
    public var computerName: String? { description?.split(separator: " ").first.map { String($0.prefix(63)) } }

    private init(_ metadata: BitLockerMetadata, copy: Int) {
        volumeID = metadata.volumeID
        state = metadata.state
        method = metadata.method
        protectors = metadata.entries.lazy.filter(\.isProtector).prefix(Self.maximumProtectors).compactMap { entry in
            guard let id = entry.bytes.guid(at: 8), let kind = entry.protection else { return nil }
            return KeyProtector(id: id, kind: ProtectorKind(protection: kind))
        }
        // A text with role 7 and type 2 describes the volume.
        description = metadata.entries.last { $0.role == 7 && $0.type == 2 }.map { entry in
            let units = stride(from: BitLockerMetadata.Entry.headerSize, to: entry.bytes.count - 1, by: 2).compactMap {
                entry.bytes.number(UInt16.self, at: $0)
            }
            return String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
        }
        metadataCopy = copy
    }

    /// Offsets of the three metadata blocks in bytes, at 176 after the GUID at 160 (To Go: 440 after 424).
    private static func metadataOffsets(_ sector: [UInt8]) -> [UInt64]? {
        let bytes = LittleEndianBytes(sector)
        let at: Int
        if bytes.hasText("-FVE-FS-", at: 3) {
            at = 160
        } else if bytes.hasText("MSWIN4.1", at: 3) {
            at = 424
        } else {
            return nil
        }
        // Encrypt-on-write volumes carry the second GUID. (Vista's header has neither: its metadata is elsewhere.)
        let known = ["4967d63b-2e29-4ad8-8399-f6a339e3d001", "92a84d3b-dd80-4d0e-9e4e-b1e3284eaed8"]
        guard let guid = bytes.guid(at: at), known.contains(guid) else {
            return at == 160 ? [] : nil
        }
        return [0, 8, 16].compactMap { bytes.u64(at: at + 16 + $0) }
    }

    /// The whole metadata block: its size is in the header @8, in units of 16 bytes, at most 1 MiB.
    private static func block(_ volume: some VolumeBytes, at offset: Int64) -> LittleEndianBytes? {
        guard let head = try? LittleEndianBytes(volume.read(at: offset, count: 64)), head.hasText("-FVE-FS-", at: 0),
            head.u16(at: 10) == 2, let units = head.u16(at: 8), units * 16 >= 112,
            // The block's validation follows: u16 size, u16 version, u32 CRC-32 of the block.
            let whole = try? LittleEndianBytes(volume.read(at: offset, count: units * 16 + 8)),
            let sum = whole.u32(at: units * 16 + 4),
            let body = whole.slice(at: 0, count: units * 16), sum == Int(crc32(body))
        else { return nil }
        return LittleEndianBytes(body)
    }

    /// CRC-32 with the polynomial of IEEE 802.3, reflected, as zlib computes it.
    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 != 0 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }
}
