internal import Diagnostics

/// The regions and metadata of a VHDX ([MS-VHDX] 2.2 and 2.6).
enum VHDXMetadata {
    private static let regionTables: [Int64] = [192 << 10, 256 << 10]
    private static let metadataRegion = "8B7CA206-4790-4B9A-B8FE-575F050F886E"

    private enum Item: String {
        case fileParameters = "CAA16737-FA36-4D43-B3B6-33F0AA44E76B"
        case size = "2FA54224-CD1B-4876-B211-5DBED83BF4B8"
        case sectorSize = "8141BF1D-A96F-4709-BA47-F233A8FAAB5F"
        case parentLocator = "A8D35F2D-B30B-454D-ABF7-D3D84834AB0C"
    }

    static func read(_ source: some ByteSource, name: String) throws(VirtualDiskError) -> VirtualDisk {
        guard let region = region(source), let parameters = item(.fileParameters, in: region, source),
            let size = item(.size, in: region, source)?.little(0..<8),
            let sector = item(.sectorSize, in: region, source)?.little(0..<4)
        else {
            throw VirtualDiskError(
                .damaged, "\(name): VHDX whose metadata cannot be read; copy the disk again, or have Hyper-V mend it")
        }
        if parameters.little(4..<8) & 2 != 0 {
            throw VirtualDiskError(
                .hasParent,
                "\(name): a checkpoint (differences to a parent disk); have Hyper-V merge it, or attach it to a helper and name the device"
            )
        }
        guard sector == 512 else {
            throw VirtualDiskError(
                .sectorSize,
                "\(name): VHDX with sectors of \(sector) bytes, which only Hyper-V opens; attach it to a helper and name the device"
            )
        }
        guard size <= 64 << 40 else {
            throw VirtualDiskError(.damaged, "\(name): VHDX of more than 64 TiB; copy the disk again")
        }
        return VirtualDisk(format: .vhdx, layout: .blocks, size: Int64(clamping: size), sectorSize: 512)
    }

    /// What a differencing VHDX says of its parents: keys and values, UTF-16.
    static func parentText(_ source: some ByteSource) -> String? {
        guard source.read(at: 0, count: 8).elementsEqual("vhdxfile".utf8), let region = region(source),
            let locator = item(.parentLocator, in: region, source)
        else { return nil }
        let units = stride(from: 0, to: locator.count - 1, by: 2).map {
            UInt16(truncatingIfNeeded: locator.little($0..<$0 + 2))
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func region(_ source: some ByteSource) -> Range<Int64>? {
        for place in regionTables {
            guard let table = source.exactly(64 << 10, at: place), table.starts(with: Array("regi".utf8)) else {
                continue
            }
            let count = min(table.small(8..<12), 2047)
            for index in 0..<count {
                let entry = table.bytes(16 + index * 32..<48 + index * 32)
                guard GUID(diskBytes: entry.prefix(16))?.description == metadataRegion else { continue }
                let (start, length) = (Int64(clamping: entry.little(16..<24)), Int64(entry.little(24..<28)))
                guard start >= 1 << 20, length >= 64 << 10, start <= source.size - length else { return nil }
                return start..<start + length
            }
        }
        return nil
    }

    /// An item of the metadata, at most 64 KiB of it.
    private static func item(
        _ item: Item, in region: Range<Int64>, _ source: some ByteSource
    ) -> ArraySlice<UInt8>? {
        guard let table = source.exactly(64 << 10, at: region.lowerBound), table.starts(with: Array("metadata".utf8))
        else { return nil }
        let count = min(Int(table.little(10..<12)), 2047)
        for index in 0..<count {
            let entry = table.bytes(32 + index * 32..<64 + index * 32)
            guard GUID(diskBytes: entry.prefix(16))?.description == item.rawValue else { continue }
            let (start, length) = (Int64(entry.little(16..<20)), min(Int64(entry.little(20..<24)), 64 << 10))
            guard length > 0, start <= region.upperBound - region.lowerBound - length else { return nil }
            return source.exactly(Int(length), at: region.lowerBound + start)
        }
        return nil
    }
}
