/// One record of the master file table, with its sector fixups undone.
///
/// Source: Linux-NTFS documentation, concept "FILE Record" and "Fixup": `FILE` @0, update sequence offset @4 and count @6
/// (u16, the count includes the number itself), first attribute @20 (u16). Attribute: type @0 (u32, 0xFFFFFFFF ends the
/// list), length @4 (u32), non-resident flag @8 (u8); resident: value length @16 (u32) and offset @20 (u16);
/// non-resident: offset of the run list @32 (u16).
struct NTFSRecord {
    private let bytes: LittleEndianBytes

    /// - Returns: nil when the signature, the update sequence or a fixup is wrong.
    init?(_ raw: [UInt8], bytesPerSector stride: Int = 512) {
        var fixed = raw
        let view = LittleEndianBytes(raw)
        guard view.hasText("FILE", at: 0), let offset = view.u16(at: 4), let count = view.u16(at: 6),
            count == raw.count / stride + 1, let number = view.slice(at: offset, count: 2)
        else { return nil }
        for index in 1..<count {
            let end = index * stride - 2
            guard view.slice(at: end, count: 2) == number,
                let original = view.slice(at: offset + 2 * index, count: 2)
            else { return nil }
            fixed[end] = original[0]
            fixed[end + 1] = original[1]
        }
        bytes = LittleEndianBytes(fixed)
    }

    /// The value of the first resident attribute of a type.
    func residentValue(_ type: Int) -> [UInt8]? {
        guard let start = attribute(type), bytes.u8(at: start + 8) == 0,
            let length = bytes.u32(at: start + 16), let offset = bytes.u16(at: start + 20)
        else { return nil }
        return bytes.slice(at: start + offset, count: length)
    }

    /// The first run of the first non-resident attribute of a type: its first cluster and its length in clusters.
    func firstRun(_ type: Int) -> (cluster: Int64, count: Int64)? {
        guard let start = attribute(type), bytes.u8(at: start + 8) == 1,
            let offset = bytes.u16(at: start + 32), let header = bytes.u8(at: start + offset)
        else { return nil }
        let countWidth = Int(header & 15)
        let clusterWidth = Int(header >> 4)
        guard (1...8).contains(countWidth), (1...8).contains(clusterWidth),
            let count = signed(at: start + offset + 1, width: countWidth),
            let cluster = signed(at: start + offset + 1 + countWidth, width: clusterWidth),
            count > 0, cluster >= 0
        else { return nil }
        return (cluster, count)
    }

    private func attribute(_ wanted: Int) -> Int? {
        guard var start = bytes.u16(at: 20) else { return nil }
        while let type = bytes.u32(at: start), type != 0xFFFF_FFFF, let length = bytes.u32(at: start + 4) {
            if type == wanted { return start }
            guard length >= 24 else { return nil }
            start += length
        }
        return nil
    }

    private func signed(at offset: Int, width: Int) -> Int64? {
        guard let raw = bytes.slice(at: offset, count: width), let top = raw.last else { return nil }
        var value: Int64 = top & 0x80 != 0 ? -1 : 0
        for byte in raw.reversed() { value = value << 8 | Int64(byte) }
        return value
    }
}
