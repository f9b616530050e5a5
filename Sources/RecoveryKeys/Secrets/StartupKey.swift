internal import Secrets

/// A BitLocker startup key: the content of a `.BEK` file.
///
/// Structure (libbde, "External key file"; compared with five Windows-made files of 156 and 180 bytes), little-endian:
/// header u32 size of all @0, u32 version 1 @4, u32 header size 48 @8, u32 size of all again @12, GUID of the protector
/// @16, u32 @32, u32 @36, FILETIME @40. Then datums: u16 size, u16 role, u16 type, u16 version, content. The datum of role
/// 6 and type 9 is the external key: GUID of the protector, FILETIME, then datums of its own, among them one of role 0
/// and type 1: u32 method, 32 bytes of key.
public struct StartupKey: Hashable, Sendable {
    /// The protector that the key opens.
    public let protectorID: ProtectorID
    private let file: SecretBytes

    /// The largest file that is read, in bytes; Windows' own have up to 180.
    static let maximumSize = 4096

    /// What a startup key file fails for.
    enum Problem: Error, Equatable {
        /// Sizes that contradict each other or the file.
        case sizes
        /// There is no external key in it.
        case noExternalKey
        /// The external key has no 256-bit key.
        case noKey
        /// The external key is for another protector than the header says.
        case protectorsDiffer
    }

    /// Whether the bytes begin as a startup key file does, sound or not.
    static func isRecognised(_ bytes: [UInt8]) -> Bool {
        let datums = Datums(bytes[...])
        return datums.u32(4) == 1 && datums.u32(8) == 48 && bytes.count <= maximumSize
    }

    /// The key of a file's whole content.
    init(_ bytes: [UInt8]) throws(Problem) {
        let whole = Datums(bytes[...])
        guard let size = whole.u32(0), size == bytes.count, whole.u32(12) == size, size >= 48,
            let named = ProtectorID(stored: bytes[16..<32])
        else { throw .sizes }
        guard let external = try Datums(bytes[48...]).first(role: 6, type: 9) else { throw .noExternalKey }
        guard external.count >= 24, let opened = ProtectorID(stored: external.prefix(16)) else { throw .sizes }
        guard opened == named else { throw .protectorsDiffer }
        guard let key = try Datums(external.dropFirst(24)).first(role: 0, type: 1), key.count == 36 else {
            throw .noKey
        }
        protectorID = opened
        file = SecretBytes(bytes)
    }

    /// Lends `body` the file's bytes: what libcryptsetup takes as the passphrase.
    public func withFile<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try file.withBytes(body)
    }
}

extension StartupKey: CustomStringConvertible {
    /// Says which protector the key is for, and not the key.
    public var description: String { "(startup key of \(protectorID))" }
}

extension StartupKey {
    /// A run of datums.
    private struct Datums {
        let bytes: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

        func u16(_ offset: Int) -> Int? {
            guard offset >= 0, offset + 2 <= bytes.count else { return nil }
            let index = bytes.startIndex + offset
            return Int(bytes[index]) | Int(bytes[index + 1]) << 8
        }

        func u32(_ offset: Int) -> Int? {
            guard let low = u16(offset), let high = u16(offset + 2) else { return nil }
            return low | high << 16
        }

        /// The content of the first datum of a role and type.
        func first(role: Int, type: Int) throws(Problem) -> ArraySlice<UInt8>? {
            var offset = 0
            while offset < bytes.count {
                guard let size = u16(offset), size >= 8, size <= bytes.count - offset else { throw .sizes }
                if u16(offset + 2) == role, u16(offset + 4) == type {
                    return bytes.dropFirst(offset + 8).prefix(size - 8)
                }
                offset += size
            }
            return nil
        }
    }
}

extension StartupKey.Problem: CustomStringConvertible {
    /// What is wrong, in one clause.
    var description: String {
        switch self {
        case .sizes: "its sizes contradict each other, as in a file that was cut off"
        case .noExternalKey, .noKey: "it holds no key"
        case .protectorsDiffer: "its header and its key name different protectors"
        }
    }
}
