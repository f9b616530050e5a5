internal import Diagnostics

/// The footer of a VHD ("Virtual Hard Disk Image Format Specification" 1.0, Hard Disk Footer Format): numbers are
/// big-endian.
enum HardDiskFooter {
    private enum Kind { static let fixed = 2, dynamic = 3, differencing = 4 }

    static func read(
        _ source: some ByteSource, name: String, isAtEnd: Bool
    ) throws(VirtualDiskError) -> VirtualDisk {
        func damaged(_ what: String) -> VirtualDiskError {
            VirtualDiskError(
                .damaged, "\(name): VHD whose \(what); copy the disk again, or have its hypervisor mend it")
        }
        guard let footer = source.exactly(512, at: source.size - 512), footer.starts(with: Array("conectix".utf8))
        else {
            throw damaged("footer is missing at the end")
        }
        guard checksum(footer) == footer.big(64..<68) else { throw damaged("footer is damaged") }
        guard footer.bytes(84..<85).first == 0 else {
            throw VirtualDiskError(
                .savedState,
                "\(name): its machine was suspended; resume it and shut it down, or discard its saved state")
        }
        let size = Int64(clamping: footer.big(48..<56))
        switch Int(footer.big(60..<64)) {
        case Kind.fixed:
            guard !isAtEnd || size == source.size - 512 else { throw damaged("size is not that of its file") }
            guard isAtEnd else { throw damaged("head is that of another kind of VHD") }
            return VirtualDisk(format: .vhd, layout: .flat, size: size, sectorSize: 512)
        case Kind.dynamic:
            guard !isAtEnd, let copy = source.exactly(512, at: 0), checksum(copy) == copy.big(64..<68),
                copy.big(48..<56) == footer.big(48..<56), copy.big(60..<64) == footer.big(60..<64)
            else { throw damaged("two footers differ") }
            try checkTable(of: footer, source, size: size, damaged)
            return VirtualDisk(format: .vhd, layout: .blocks, size: size, sectorSize: 512)
        case Kind.differencing:
            throw VirtualDiskError(
                .hasParent, "\(name): differences to a parent disk; merge them with the parent, or name a merged copy")
        default: throw damaged("kind is unknown")
        }
    }

    /// The dynamic disk header and its table of blocks have to lie within the file.
    private static func checkTable(
        of footer: ArraySlice<UInt8>, _ source: some ByteSource, size: Int64, _ damaged: (String) -> VirtualDiskError
    ) throws(VirtualDiskError) {
        let place = Int64(clamping: footer.big(16..<24))
        guard place <= source.size - 1024, let header = source.exactly(1024, at: place),
            header.starts(with: Array("cxsparse".utf8)), checksum(header, at: 36) == header.big(36..<40)
        else { throw damaged("header is damaged") }
        let blockSize = Int64(header.big(32..<36))
        let (entries, table) = (Int64(header.big(28..<32)), Int64(clamping: header.big(16..<24)))
        guard blockSize >= 512, blockSize & (blockSize - 1) == 0, blockSize <= 1 << 31, size > 0, size <= 64 << 40,
            entries >= (size + blockSize - 1) / blockSize, table <= source.size, entries * 4 <= source.size - table
        else { throw damaged("table of blocks is damaged") }
    }

    /// One's complement of the sum of all bytes but the checksum's own.
    static func checksum(_ bytes: ArraySlice<UInt8>, at field: Int = 64) -> UInt64 {
        var sum: UInt32 = 0
        for (index, byte) in bytes.enumerated() where !(field..<field + 4).contains(index) { sum &+= UInt32(byte) }
        return UInt64(~sum)
    }

    /// The name of the parent in a differencing VHD's header (UTF-16, big-endian).
    static func parentName(_ source: some ByteSource) -> String? {
        guard let footer = source.exactly(512, at: 0), footer.starts(with: Array("conectix".utf8)),
            footer.big(60..<64) == UInt64(Kind.differencing),
            let header = source.exactly(1024, at: Int64(clamping: footer.big(16..<24)))
        else { return nil }
        let units = stride(from: 64, to: 576, by: 2).map { UInt16(header.big($0..<$0 + 2)) }.prefix { $0 != 0 }
        return String(decoding: units, as: UTF16.self)
    }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// The number in a field of one to eight bytes, the most significant byte first; 0 where the structure ends before it.
    func big(_ field: Range<Int>) -> UInt64 {
        guard field.upperBound <= count, field.count <= 8 else { return 0 }
        return field.reduce(0) { $0 << 8 | UInt64(self[startIndex + $1]) }
    }
}
