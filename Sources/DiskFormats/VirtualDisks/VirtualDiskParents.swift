/// What a file says of the disk that it holds the differences to.
public struct VirtualDiskParents: Sendable, Equatable {
    /// Names or paths of the parent, as they are written.
    public private(set) var names: [String] = []
    /// The content ID (VMDK) or UUID (VDI) of the parent, in lower case.
    public private(set) var contentID: String?

    /// Looks at a file; one that is no virtual disk has no parents.
    public init(_ source: some ByteSource) {
        let begin = source.read(at: 0, count: 512)
        if begin.starts(with: Array("vhdxfile".utf8)) {
            names += [VHDXMetadata.parentText(source)].compactMap(\.self)
        } else if begin.starts(with: Array("conectix".utf8)) {
            names += [HardDiskFooter.parentName(source)].compactMap(\.self)
        } else if begin.starts(with: Array("KDMV".utf8)) || begin.starts(with: Array("# Disk DescriptorFile".utf8)) {
            let descriptor = VMwareDisk.descriptor(source)
            names += [descriptor?.parentName].compactMap(\.self)
            contentID = descriptor?.parent.flatMap { $0 == VMwareDisk.Descriptor.noParent ? nil : $0 }
        } else if begin.count == 512, begin.little(64..<68) == VirtualBoxHeader.magic {
            contentID = VirtualBoxHeader.parent(begin)
        } else {
            names += [QcowHeader.backingName(source)].compactMap(\.self)
        }
    }

    /// The content ID of a VMDK, or the UUID of a VDI, by which its children know it; nil for other disks.
    public static func contentID(of source: some ByteSource) -> String? {
        let begin = source.read(at: 0, count: 512)
        if begin.count == 512, begin.little(64..<68) == VirtualBoxHeader.magic {
            return VirtualBoxHeader.identity(begin)
        }
        return VMwareDisk.descriptor(source)?.content
    }

    /// Whether a disk is the parent.
    ///
    /// - Parameters:
    ///   - name: The name of the disk's file.
    ///   - contentID: Its content ID.
    public func include(name: String, contentID: String?) -> Bool {
        if let contentID, contentID == self.contentID { return true }
        return names.contains { $0.lowercased().contains(name.lowercased()) }
    }
}
