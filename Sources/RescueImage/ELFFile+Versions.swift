internal import Diagnostics

/// The tables of symbol versions. Each is a chain of records that link to the next by a relative offset; the counts
/// bound the walk, so that a chain in a circle ends.
extension ELFFile {
    mutating func readVersionNeeds(
        _ section: ELFDynamicSection, _ segments: ELFSegments, _ reader: ELFReader
    ) throws(RescueImageError) {
        guard let address = section.first(.versionNeeds) else { return }
        var record = try segments.offset(ofAddress: address, reader)
        for _ in 0..<(section.first(.versionNeedCount) ?? 0) {
            // Elf64_Verneed: vn_cnt u16 @2, vn_file u32 @4, vn_aux u32 @8, vn_next u32 @12.
            let library = try section.name(try reader.uint32(at: try reader.sum(record, 4)), reader)
            var auxiliary = try reader.sum(record, try reader.uint32(at: try reader.sum(record, 8)))
            var versions: [String] = []
            for _ in 0..<(try reader.uint16(at: try reader.sum(record, 2))) {
                // Elf64_Vernaux: vna_flags u16 @4 (2 is weak), vna_name u32 @8, vna_next u32 @12.
                let isWeak = try reader.uint16(at: try reader.sum(auxiliary, 4)) & 2 != 0
                let name = try section.name(try reader.uint32(at: try reader.sum(auxiliary, 8)), reader)
                if !isWeak { versions.append(name) }
                let next = try reader.uint32(at: try reader.sum(auxiliary, 12))
                if next == 0 { break }
                auxiliary = try reader.sum(auxiliary, next)
            }
            versionNeeds.append(VersionNeed(library: library, versions: versions))
            let next = try reader.uint32(at: try reader.sum(record, 12))
            if next == 0 { break }
            record = try reader.sum(record, next)
        }
    }

    mutating func readVersionDefinitions(
        _ section: ELFDynamicSection, _ segments: ELFSegments, _ reader: ELFReader
    ) throws(RescueImageError) {
        guard let address = section.first(.versionDefinitions) else { return }
        var record = try segments.offset(ofAddress: address, reader)
        for _ in 0..<(section.first(.versionDefinitionCount) ?? 0) {
            // Elf64_Verdef: vd_aux u32 @12, vd_next u32 @16; the first Elf64_Verdaux (vda_name u32 @0) is its name.
            let auxiliary = try reader.sum(record, try reader.uint32(at: try reader.sum(record, 12)))
            versionDefinitions.insert(try section.name(try reader.uint32(at: auxiliary), reader))
            let next = try reader.uint32(at: try reader.sum(record, 16))
            if next == 0 { break }
            record = try reader.sum(record, next)
        }
    }
}
