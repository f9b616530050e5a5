/// Bytes that are read and written by position: a file, a device, or a virtual disk that another program has open.
protocol SectorStore: AnyObject {
    /// The size in bytes.
    var size: Int64 { get }
    /// Exactly so many bytes from a position on.
    func read(_ count: Int, at offset: Int64) throws(OfflineRepairError) -> [UInt8]
    /// Writes all bytes at a position.
    func write(_ bytes: [UInt8], at offset: Int64) throws(OfflineRepairError)
    /// Puts what was written on the medium.
    func flush() throws(OfflineRepairError)
    /// Makes it that long, where that is possible.
    func resize(to size: Int64) throws(OfflineRepairError)
}
