internal import Diagnostics

/// A VMDK: a sparse extent with its descriptor inside, or a descriptor that names one flat extent ("Virtual Disk Format"
/// 5.0).
enum VMwareDisk {
    /// What a descriptor says.
    struct Descriptor {
        var content: String?
        var parent: String?
        var kind = ""
        var parentName: String?
        /// Sectors, kind, and name of each extent.
        var extents: [(sectors: Int64, kind: String, file: String, offset: Int64)] = []
        /// Whether a parent is spoken of in any place. QEMU takes the first that it finds, be it in a comment.
        let speaksOfParent: Bool
        /// Whether everybody reads the same in it: one value for each key, and plain lines.
        let isPlain: Bool
        static let noParent = "ffffffff"
        /// The longest that QEMU reads (block/vmdk.c, vmdk_read_desc); a whole one has a few lines.
        static let longest = 1 << 20

        init(_ bytes: ArraySlice<UInt8>) {
            let text = bytes.prefix { $0 != 0 }
            let lines = text.split { $0 == 10 || $0 == 13 }.map { String(decoding: $0, as: UTF8.self) }
            let keys = lines.compactMap { line in
                line.firstIndex(of: "=").map { line[..<$0].lowercased().filter { $0 != " " } }
            }
            let all = String(decoding: text, as: UTF8.self).lowercased()
            let parents = all.ranges(of: "parentcid").count
            speaksOfParent =
                all.contains("parentfilenamehint") || parents > 1
                || parents == 1
                    && !lines.contains { $0.lowercased().filter { $0 != " " } == "parentcid=\(Self.noParent)" }
            isPlain =
                text.count < min(bytes.count + 1, 64 << 10) && Set(keys).count == keys.count
                && text.allSatisfy { $0 >= 32 || $0 == 10 || $0 == 13 }
            for line in lines.prefix(1000) { read(line) }
        }

        private mutating func read(_ line: String) {
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
            let value = parts.count == 2 ? String(parts[1].filter { $0 != "\"" }) : ""
            switch parts.first.map({ $0.lowercased().filter { $0 != " " } }) {
            case "cid": content = value.lowercased()
            case "parentcid": parent = value.lowercased()
            case "createtype": kind = value
            case "parentfilenamehint": parentName = value
            default:
                let words = line.split(separator: "\"", omittingEmptySubsequences: false)
                let before = words[0].split(separator: " ")
                guard before.count == 3, ["RW", "RDONLY", "NOACCESS"].contains(before[0]),
                    let sectors = Int64(before[1])
                else { return }
                let file = words.count > 1 ? String(words[1]) : ""
                let offset = words.count > 2 ? Int64(words[2].filter { $0 != " " }) ?? (words[2].isEmpty ? 0 : -1) : 0
                extents.append((sectors, String(before[2]), file, offset))
            }
        }
    }

    static func descriptor(_ source: some ByteSource) -> Descriptor? {
        let begin = source.read(at: 0, count: 512)
        if begin.starts(with: Array("# Disk DescriptorFile".utf8)) {
            return Descriptor(source.read(at: 0, count: Descriptor.longest))
        }
        guard begin.starts(with: Array("KDMV".utf8)), begin.count == 512 else { return nil }
        let place = begin.little(28..<36)
        guard place > 0, place < 1 << 40 else { return nil }
        // To its first NUL, whatever length the header gives, as QEMU reads it.
        return Descriptor(source.read(at: Int64(place) * 512, count: Descriptor.longest))
    }

    static func read(_ source: some ByteSource, name: String) throws(VirtualDiskError) -> VirtualDisk {
        func damaged(_ what: String) -> VirtualDiskError {
            VirtualDiskError(.damaged, "\(name): VMDK \(what); copy the disk again, with all of its files")
        }
        let header = source.read(at: 0, count: 512)
        let isSparse = header.starts(with: Array("KDMV".utf8))
        if isSparse, header.count == 512, header.little(77..<79) != 0 || header.little(8..<12) & 0x3_0000 != 0 {
            throw VirtualDiskError(
                .compressed,
                "\(name): streamOptimized, which cannot be changed in place; convert it: qemu-img convert -O vmdk \(name) NEW.vmdk"
            )
        }
        guard let descriptor = descriptor(source) else {
            throw VirtualDiskError(
                .externalData, "\(name): part of a VMDK without its description; name the small .vmdk beside it")
        }
        guard !descriptor.speaksOfParent else {
            throw VirtualDiskError(
                .hasParent, "\(name): differences to a parent disk; have the hypervisor merge the snapshots first")
        }
        guard descriptor.isPlain else { throw damaged("whose description can be read in several ways") }
        guard let extent = descriptor.extents.first, descriptor.extents.count == 1 else {
            throw VirtualDiskError(
                .externalData,
                "\(name): split into several files (\(displayable(descriptor.kind))); convert it: qemu-img convert -O vmdk \(name) NEW.vmdk"
            )
        }
        guard (1...(1 << 46)).contains(extent.sectors) else { throw damaged("whose description is damaged") }
        let size = extent.sectors * 512
        if isSparse {
            guard extent.kind == "SPARSE", header.little(12..<20) == UInt64(extent.sectors), header.little(4..<8) <= 2,
                (8...1 << 16).contains(header.little(20..<28)), header.little(44..<48) == 512
            else { throw damaged("whose header is damaged") }
            return VirtualDisk(format: .vmdk, layout: .blocks, size: size, sectorSize: 512)
        }
        guard ["FLAT", "VMFS"].contains(extent.kind), extent.offset == 0 else {
            throw VirtualDiskError(
                .externalData,
                "\(name): of kind \(displayable(descriptor.kind)), which is not known; convert it: qemu-img convert -O vmdk \(name) NEW.vmdk"
            )
        }
        guard !extent.file.isEmpty, !extent.file.contains("/"), !extent.file.contains("\\"), extent.file != ".." else {
            throw damaged("whose data is said to be in another folder")
        }
        guard VirtualDiskFormat(name: extent.file) == .vmdk else {
            throw damaged("that refers to \(displayable(extent.file)), which is not a VMDK extent")
        }
        return VirtualDisk(format: .vmdk, layout: .flatFile(extent.file), size: size, sectorSize: 512)
    }

    /// A word of the descriptor as far as it is one.
    private static func displayable(_ text: String) -> String {
        String(
            text.unicodeScalars.filter { ("A"..."z").contains($0) || ("0"..."9").contains($0) }.map(Character.init)
                .prefix(30))
    }
}
