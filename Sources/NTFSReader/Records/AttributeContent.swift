/// The value of an attribute: in the record, or in clusters of its own.
enum AttributeContent {
    case resident(ByteWindow)
    case mapped(MappedContent)

    var size: UInt64 {
        switch self {
        case .resident(let bytes): UInt64(bytes.count)
        case .mapped(let mapped): mapped.dataSize
        }
    }
}

/// A value in clusters of its own.
struct MappedContent {
    var runs = RunList()
    /// Bytes of the value.
    let dataSize: UInt64
    /// Bytes that were written: what lies behind reads as zeros.
    let initializedSize: UInt64
    /// Bytes on the disk.
    let allocatedSize: UInt64

    /// The sizes of the attribute that maps a value's first cluster, without its runs.
    init(_ attribute: Attribute, bytesPerCluster: Int) throws(ReadProblem) {
        guard let allocated = attribute.bytes.u64(at: Attribute.Field.allocatedSize),
            let size = attribute.bytes.u64(at: Attribute.Field.dataSize),
            let initialized = attribute.bytes.u64(at: Attribute.Field.initializedSize),
            allocated <= UInt64(Int64.max), size <= allocated, initialized <= size
        else { throw ReadProblem(.damaged, "its sizes contradict each other") }
        guard !attribute.isCompressed else { throw ReadProblem(.damaged, "it is compressed, which it cannot be") }
        dataSize = size
        initializedSize = initialized
        allocatedSize = allocated
    }

    /// Whether all clusters of the value are mapped, each once.
    func check(bytesPerCluster: Int) throws(ReadProblem) {
        guard runs.count == allocatedSize / UInt64(bytesPerCluster), allocatedSize % UInt64(bytesPerCluster) == 0 else {
            throw ReadProblem(.damaged, "its run list does not cover its size")
        }
        guard !runs.overlaps else { throw ReadProblem(.damaged, "its run list has a cluster twice") }
    }
}
