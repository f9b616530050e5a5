internal import Diagnostics

/// The header of a qcow2 file (docs/interop/qcow2.txt): numbers are big-endian.
enum QcowHeader {
    static func read(
        _ header: ArraySlice<UInt8>, _ source: some ByteSource, name: String
    ) throws(VirtualDiskError) -> VirtualDisk {
        func damaged(_ what: String) -> VirtualDiskError {
            VirtualDiskError(.damaged, "\(name): qcow2, \(what); look at it with: qemu-img check")
        }
        let version = header.big(4..<8)
        guard header.count >= 104, version == 2 || version == 3 else {
            throw damaged("version \(version) is not known")
        }
        guard header.big(8..<16) == 0 else {
            throw VirtualDiskError(
                .hasParent, "\(name): differences to a backing file; name a merged copy (qemu-img convert)")
        }
        guard header.big(32..<36) == 0 else {
            throw VirtualDiskError(
                .encrypted, "\(name): encrypted by the container; decrypt it first (qemu-img convert)")
        }
        guard header.big(60..<64) == 0 else {
            throw VirtualDiskError(
                .hasSnapshots,
                "\(name): holds internal snapshots; delete them (qemu-img snapshot -d), or name a copy without (qemu-img convert)"
            )
        }
        let features = version == 3 ? header.big(72..<80) : 0
        guard features & 4 == 0 else {
            throw VirtualDiskError(
                .externalData, "\(name): its data is in another file; name a copy (qemu-img convert)")
        }
        // Dirty, corrupt, and what is not known.
        guard features & 1 == 0 else { throw damaged("not closed by its last user") }
        guard features & 2 == 0 else { throw damaged("marked as corrupt") }
        guard features >> 5 == 0 else { throw damaged("with features that are not known") }
        let (bits, size) = (header.big(20..<24), Int64(clamping: header.big(24..<32)))
        guard (9...21).contains(bits), size <= 64 << 40, Int64(clamping: header.big(40..<48)) < source.size,
            Int64(clamping: header.big(48..<56)) < source.size
        else { throw damaged("its header is damaged") }
        return VirtualDisk(format: .qcow2, layout: .blocks, size: size, sectorSize: 512)
    }

    /// The name of the backing file.
    static func backingName(_ source: some ByteSource) -> String? {
        let header = source.read(at: 0, count: 104)
        guard header.count == 104, header.big(0..<4) == 0x5146_49FB, header.big(8..<16) > 0 else { return nil }
        return String(
            decoding: source.read(
                at: Int64(clamping: header.big(8..<16)), count: min(Int(header.big(16..<20)), 1023)), as: UTF8.self)
    }
}
