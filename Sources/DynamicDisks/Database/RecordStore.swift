/// The records of a database, with the header before them (`VMDB`, then `VBLK` after `VBLK`).
///
/// A record lies in one slot, or in several that bear its number. Neither has a sum: what can be held against something
/// else is.
struct RecordStore {
    private enum Field {
        /// Slots, counted from this header's beginning, u32.
        static let slotCount = 4
        /// Bytes in a slot, u32.
        static let slotSize = 8
        /// Byte in which the first slot begins, u32.
        static let firstSlot = 12
        /// 1: no change is under way, u16.
        static let status = 16
        /// Version, two u16.
        static let major = 18
        static let minor = 20
        /// GUID of the group, a text of 64 bytes.
        static let groupID = 53
        static let textSize = 64
        /// Number of the last change that is in force, and of the last that was begun, u64.
        static let committed = 117
        static let pending = 125
        /// Volumes, components, partitions and disks that are in force, and with the change that was begun, four u32 each.
        static let committedCounts = 133
        static let pendingCounts = 161
        static let end = 177
    }
    private enum SlotField {
        /// The slot's place, u32.
        static let place = 4
        /// The record's number, u32.
        static let record = 8
        /// Which of its slots this is, and of how many, two u16; of none: the slot is free.
        static let index = 12
        static let total = 14
        static let content = 16
    }

    let groupID: String
    /// Number of the last change.
    let sequence: UInt64
    /// Volumes, components, partitions and disks that the header promises.
    let counts: [Int]
    /// In the order in which they begin.
    let records: [DatabaseRecord]

    init(_ content: [UInt8]) throws(DatabaseProblem) {
        let bytes = BigEndianBytes(content)
        guard bytes.hasText("VMDB", at: 0), bytes.count >= Field.end,
            let slotCount = bytes.u32(at: Field.slotCount), let slotSize = bytes.u32(at: Field.slotSize),
            let firstSlot = bytes.u32(at: Field.firstSlot), let status = bytes.u16(at: Field.status),
            let major = bytes.u16(at: Field.major), let minor = bytes.u16(at: Field.minor),
            let committed = bytes.u64(at: Field.committed), let pending = bytes.u64(at: Field.pending)
        else { throw .damaged("its records have no header") }
        guard major == 4, minor == 10 else { throw .unsupported("its records are of version \(major).\(minor)") }
        guard let groupID = bytes.text(at: Field.groupID, count: Field.textSize).flatMap(GUIDText.of(text:)) else {
            throw .damaged("its records have no valid group GUID")
        }
        guard (64...4096).contains(slotSize), firstSlot >= Field.end, firstSlot % slotSize == 0,
            slotCount <= content.count / slotSize, firstSlot / slotSize <= slotCount
        else { throw .damaged("the header of its records has impossible sizes") }
        func fourCounts(at offset: Int) -> [Int] { (0..<4).compactMap { bytes.u32(at: offset + 4 * $0) } }
        let counts = fourCounts(at: Field.committedCounts)
        guard status == 1, committed == pending, counts == fourCounts(at: Field.pendingCounts) else {
            throw .unfinished
        }
        self.groupID = groupID
        sequence = committed
        self.counts = counts
        records = try Self.records(bytes, slots: firstSlot / slotSize..<slotCount, slotSize: slotSize)
    }

    private struct Slot {
        let place: Int
        let index: Int
        let total: Int
        let content: ArraySlice<UInt8>
    }

    private static func records(
        _ bytes: BigEndianBytes, slots: Range<Int>, slotSize: Int
    ) throws(DatabaseProblem) -> [DatabaseRecord] {
        var found: [Int: [Slot]] = [:]
        for place in slots {
            guard let slot = bytes.part(at: place * slotSize, count: slotSize).map({ BigEndianBytes($0) }),
                slot.hasText("VBLK", at: 0), slot.u32(at: SlotField.place) == place,
                let number = slot.u32(at: SlotField.record), let index = slot.u16(at: SlotField.index),
                let total = slot.u16(at: SlotField.total),
                let content = slot.part(at: SlotField.content, count: slotSize - SlotField.content)
            else { throw .damaged("slot \(place) has no record header") }
            guard total > 0 else { continue }
            found[number, default: []].append(Slot(place: place, index: index, total: total, content: content))
        }
        guard found.count <= DatabaseLimits.records else { throw .unsupported("it has too many records") }
        var records: [DatabaseRecord] = []
        for slots in found.values.sorted(by: { $0[0].place < $1[0].place }) {
            let sorted = slots.sorted { $0.index < $1.index }
            let total = slots[0].total
            guard sorted.map(\.index).elementsEqual(0..<total), slots.allSatisfy({ $0.total == total }) else {
                throw .damaged("the record in slot \(slots[0].place) is not complete")
            }
            records.append(try DatabaseRecord(Array(sorted.map(\.content).joined())))
        }
        return records
    }
}
