internal import Diagnostics

/// The entries of an ELF file's dynamic section, and its table of names.
struct ELFDynamicSection {
    /// The values of `d_tag` that are read (elf(5)).
    enum Tag: UInt64 {
        case needed = 1
        case stringTable = 5
        case stringTableSize = 10
        case soname = 14
        case rpath = 15
        case runpath = 29
        case versionDefinitions = 0x6fff_fffc
        case versionDefinitionCount = 0x6fff_fffd
        case versionNeeds = 0x6fff_fffe
        case versionNeedCount = 0x6fff_ffff
    }

    private var values: [Tag: [UInt64]] = [:]
    private var namesStart: UInt64 = 0
    private var namesEnd: UInt64 = 0

    init(
        _ segment: ELFSegments.Segment, _ segments: ELFSegments, _ reader: ELFReader
    ) throws(RescueImageError) {
        // Elf64_Dyn is a tag and a value of 8 bytes each; tag 0 ends the list.
        for index in 0..<(segment.size / 16) {
            let entry = try reader.sum(segment.offset, index * 16)
            let tag = try reader.uint64(at: entry)
            if tag == 0 { break }
            if let known = Tag(rawValue: tag) {
                values[known, default: []].append(try reader.uint64(at: try reader.sum(entry, 8)))
            }
        }
        if let address = first(.stringTable), let size = first(.stringTableSize) {
            namesStart = try segments.offset(ofAddress: address, reader)
            namesEnd = try reader.sum(namesStart, size)
        }
    }

    func first(_ tag: Tag) -> UInt64? { values[tag]?.first }

    func has(_ tag: Tag) -> Bool { values[tag] != nil }

    /// The name at an offset of the table of names.
    func name(_ offset: UInt64, _ reader: ELFReader) throws(RescueImageError) -> String {
        try reader.text(at: try reader.sum(namesStart, offset), before: namesEnd)
    }

    /// The names that the entries with `tag` point to.
    func texts(_ tag: Tag, _ reader: ELFReader) throws(RescueImageError) -> [String] {
        var texts: [String] = []
        for value in values[tag] ?? [] { texts.append(try name(value, reader)) }
        return texts
    }
}
