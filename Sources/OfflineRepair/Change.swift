/// A piece of a disk that a repair changes.
struct Change: Equatable {
    /// Which of the machine's disks, from 0.
    let disk: Int
    /// In bytes from the start.
    let offset: Int64
    /// What is there before: shorter than what comes, where the file ends.
    let old: [UInt8]
    /// What comes.
    let new: [UInt8]

    /// The most bytes of one change.
    static let longest = 1 << 20
    /// Changes are found in blocks of this size.
    static let block = 4096
    /// What a medium writes whole.
    static let sector = 512

    /// The changes of a range: the blocks that differ, joined where they touch.
    static func find(
        disk: Int, _ range: Range<Int64>, old: any SectorStore, new: any SectorStore,
        _ body: (Change) throws -> Void
    ) throws {
        var position = range.lowerBound / Int64(block) * Int64(block)
        while position < min(range.upperBound, new.size) {
            let count = Int(min(Int64(longest), range.upperBound - position, new.size - position))
            let after = try new.read(count, at: position)
            let known = Int(max(0, min(Int64(count), old.size - position)))
            let before = known > 0 ? try old.read(known, at: position) : []
            var start: Int?
            for index in stride(from: 0, through: count, by: block) {
                let end = min(index + block, count)
                let differs = index < count && (end > known || before[index..<end] != after[index..<end])
                if differs, start == nil { start = index }
                if !differs, let begin = start {
                    start = nil
                    try body(change(disk, position, begin..<min(index, count), before, after))
                }
            }
            if let begin = start { try body(change(disk, position, begin..<count, before, after)) }
            position += Int64(count)
        }
    }

    private static func change(
        _ disk: Int, _ position: Int64, _ range: Range<Int>, _ before: [UInt8], _ after: [UInt8]
    ) -> Change {
        let end = min(range.upperBound, before.count)
        return Change(
            disk: disk, offset: position + Int64(range.lowerBound),
            old: range.lowerBound < end ? Array(before[range.lowerBound..<end]) : [], new: Array(after[range]))
    }

    /// Whether every sector that is there now is the one before or the one after: a change that was cut off in the middle.
    func isOneOfBoth(_ now: [UInt8]) -> Bool {
        guard now.count >= old.count else { return false }
        for start in stride(from: 0, to: now.count, by: Self.sector) {
            let range = start..<min(start + Self.sector, now.count)
            let isNew = range.upperBound <= new.count && now[range] == new[range]
            let isOld = range.upperBound <= old.count && now[range] == old[range]
            // A file that has grown has zeros where nothing was written yet.
            let isGrown = range.lowerBound >= old.count && now[range].allSatisfy { $0 == 0 }
            let isCut =
                range.lowerBound < old.count && range.upperBound > old.count
                && now[range.lowerBound..<old.count] == old[range.lowerBound..<old.count]
                && now[old.count..<range.upperBound].allSatisfy { $0 == 0 }
            guard isNew || isOld || isGrown || isCut else { return false }
        }
        return true
    }
}
