/// Which records are in use by the table's own bitmap: the attribute `$BITMAP` of record 0, read as the scan goes on.
struct TableBitmap {
    private let table: FileTable
    private let content: AttributeContent?
    private var first: UInt64 = 0
    private var bits: [UInt8] = []
    /// Why it is not known, or not everywhere: then every record counts as in use.
    private(set) var problem: ReadProblem?

    init(_ table: FileTable) {
        self.table = table
        do throws(ReadProblem) {
            guard let found = try table.value(of: try table.record(0), Attribute.Kind.bitmap, []) else {
                throw ReadProblem(.damaged, "its bitmap is missing")
            }
            content = found
        } catch {
            content = nil
            problem = error
        }
    }

    /// Reads the bits of the next records.
    mutating func prepare(from number: UInt64, count: Int) {
        first = number / 8 * 8
        bits = []
        guard let content else { return }
        let start = first / 8
        let end = (number + UInt64(count) + 7) / 8
        // What lies behind the bitmap's end counts as in use.
        guard start < content.size else { return }
        do throws(ReadProblem) {
            bits = try table.read(content, at: start, count: Int(min(end, content.size) - start))
        } catch {
            if problem == nil { problem = error }
        }
    }

    func isUsed(_ number: UInt64) -> Bool {
        let index = Int(number - first)
        guard index / 8 < bits.count else { return true }
        return bits[index / 8] >> UInt8(index % 8) & 1 != 0
    }
}
