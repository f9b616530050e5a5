/// Where a volume's bytes come from: a block device, or an image in a test.
public protocol VolumeBytes {
    /// The volume's size in bytes.
    var size: Int64 { get }
    /// Exactly `count` bytes from byte `offset`.
    ///
    /// - Throws: When they lie outside the volume or cannot be read.
    func read(at offset: Int64, count: Int) throws -> [UInt8]
}
