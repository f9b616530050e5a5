internal import Diagnostics

/// The header of a VDI (VirtualBox, VDICore.h, VDIHEADER1).
enum VirtualBoxHeader {
    /// At byte 64.
    static let magic: UInt64 = 0xBEDA_107F

    /// The UUID of a disk.
    static func identity(_ header: ArraySlice<UInt8>) -> String? { uuid(header.bytes(392..<408)) }
    /// The UUID of the disk's parent; nil where it has none.
    static func parent(_ header: ArraySlice<UInt8>) -> String? { uuid(header.bytes(424..<440)) }

    private static func uuid(_ bytes: ArraySlice<UInt8>) -> String? {
        bytes.isZero ? nil : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func read(_ header: ArraySlice<UInt8>, name: String) throws(VirtualDiskError) -> VirtualDisk {
        func damaged(_ what: String) -> VirtualDiskError {
            VirtualDiskError(.damaged, "\(name): VDI, \(what); copy the disk again, or have VirtualBox mend it")
        }
        guard header.count >= 512, header.little(68..<72) == 0x0001_0001 else { throw damaged("of another version") }
        let kind = header.little(76..<80)
        // The UUIDs of the disk's parent.
        guard kind < 3, header.bytes(424..<456).isZero else {
            throw VirtualDiskError(
                .hasParent,
                "\(name): differences to a parent disk; delete the machine's snapshots, or name a merged copy")
        }
        let size = Int64(clamping: header.little(368..<376))
        guard kind == 1 || kind == 2, header.little(360..<364) == 512, header.little(376..<380) == 1 << 20,
            size <= 64 << 40, Int64(header.little(384..<388)) >= (size + (1 << 20) - 1) >> 20
        else { throw damaged("its header is damaged") }
        return VirtualDisk(format: .vdi, layout: .blocks, size: size, sectorSize: 512)
    }
}
