extension KeyFacts {
    /// Takes in what a cell of a table, or a member of a JSON object, says about the computer and the key.
    mutating func take(_ cell: ArraySlice<UInt8>, as role: ColumnRole?) {
        let cell = cell.trimmedForKeys()
        if cell.isEmpty { return }
        switch role {
        case .known(.name): computerName = computerName ?? text(cell)
        case .known(.serial): serialNumber = serialNumber ?? text(cell)
        case .known(.device): deviceID = deviceID ?? text(cell)
        case .known(.volume): volumeType = volumeType ?? text(cell)
        case .known(.created): created = created ?? text(cell)
        case .nameOrID: takeName(cell)
        case .distinguishedName: takeDistinguishedName(cell)
        default: break
        }
    }

    /// `2023-10-10T10:00:00-08:00{063EA4E1-…}` is when a key was made, and its identifier; all else is a computer.
    private mutating func takeName(_ name: ArraySlice<UInt8>) {
        guard ProtectorID.first(in: name) != nil else {
            computerName = computerName ?? text(name)
            return
        }
        let time = name.prefix { $0 != UInt8(ascii: "{") }
        if created == nil, time.count < name.count, !time.isEmpty { created = text(time) }
    }

    /// `CN=2023-…{063EA4E1-…},CN=PC01,OU=…`: the recovery object lies below its computer.
    private mutating func takeDistinguishedName(_ name: ArraySlice<UInt8>) {
        let parts = name.split(separator: UInt8(ascii: ","), maxSplits: 2).map { part in
            part.drop { $0 != UInt8(ascii: "=") }.dropFirst()
        }
        guard let first = parts.first else { return }
        guard ProtectorID.first(in: first) != nil else {
            computerName = computerName ?? text(first)
            return
        }
        takeName(first)
        if parts.count > 1 { computerName = computerName ?? text(parts[1]) }
    }

    /// A cell's text, of which exports have no long ones; nil where a key stands in it, because names are shown.
    private func text(_ cell: ArraySlice<UInt8>) -> String? {
        let text = cell.prefix(256)
        guard !text.isEmpty, !KeyBlock.mayHoldKey(text) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}

extension ProtectorID {
    /// The identifier of `msFVE-RecoveryGuid` as tools export its 16 bytes: in hexadecimal (with any separator between the
    /// bytes, in `X'…'` or after `0x`), in decimal numbers, in base64, or as a GUID already.
    init?(exported cell: ArraySlice<UInt8>) {
        if let id = ProtectorID.first(in: cell) {
            self = id
            return
        }
        let unpadded = cell.prefix { $0 != UInt8(ascii: "=") }
        if unpadded.count == 22, let bytes = Base64.decode(unpadded, padding: false) {
            self.init(stored: bytes)
            return
        }
        let unwrapped =
            cell.starts(with: Array("0x".utf8)) || cell.starts(with: Array("X'".utf8)) ? cell.dropFirst(2) : cell
        let parts = unwrapped.split { byte in "\\ -,;:'".utf8.contains(byte) }
        if let bytes = [UInt8](hexadecimal: Array(parts.joined())[...]), bytes.count == 16,
            parts.count == 1 || parts.allSatisfy({ $0.count == 2 })
        {
            self.init(stored: bytes)
            return
        }
        let numbers = parts.compactMap { UInt8(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 16, parts.count == 16 else { return nil }
        self.init(stored: numbers)
    }
}
