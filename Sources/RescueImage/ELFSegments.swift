internal import Diagnostics

/// The program headers that matter for dynamic linking, and the way from addresses to offsets in the file.
struct ELFSegments {
    struct Segment {
        let offset: UInt64
        let address: UInt64
        let size: UInt64
    }

    /// PT_LOAD.
    private(set) var loaded: [Segment] = []
    /// PT_DYNAMIC.
    private(set) var dynamic: Segment?
    /// PT_INTERP.
    private(set) var interpreter: Segment?

    init(_ reader: ELFReader) throws(RescueImageError) {
        // Elf64_Ehdr: e_phoff @32, e_phentsize @54, e_phnum @56.
        let table = try reader.uint64(at: 32)
        let entrySize = try reader.uint16(at: 54)
        guard entrySize >= 56 else { throw reader.damaged("program headers of \(entrySize) bytes are too short") }
        for index in 0..<(try reader.uint16(at: 56)) {
            // Elf64_Phdr: p_type @0, p_offset @8, p_vaddr @16, p_filesz @32.
            let header = try reader.sum(table, index * entrySize)
            let segment = Segment(
                offset: try reader.uint64(at: try reader.sum(header, 8)),
                address: try reader.uint64(at: try reader.sum(header, 16)),
                size: try reader.uint64(at: try reader.sum(header, 32)))
            switch try reader.uint32(at: header) {
            case 1: loaded.append(segment)
            case 2: dynamic = segment
            case 3: interpreter = segment
            default: break
            }
        }
    }

    /// The position in the file of what is loaded at `address`.
    func offset(ofAddress address: UInt64, _ reader: ELFReader) throws(RescueImageError) -> UInt64 {
        for segment in loaded where address >= segment.address && address - segment.address < segment.size {
            return try reader.sum(segment.offset, address - segment.address)
        }
        throw reader.damaged("address \(address) is in no segment")
    }
}
