public import Diagnostics

/// What a stick is written to.
public protocol DiskTarget: Sendable {
    /// The name for messages: `/dev/sdb`.
    var name: String { get }
    /// The length in bytes.
    var size: Int64 { get }
    /// Writes all bytes at a place. Buffer, length and place are multiples of 512, the buffer's address one of 4096.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(StickWriterError)
    /// Fills the buffer from a place, under the same terms.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(StickWriterError)
    /// Waits until everything is on the medium.
    func flush() throws(StickWriterError)
    /// Forgets what memory holds of the medium, so that the next reading sees the medium.
    func dropCache()
    /// Lets the system see the new partitions, if it can be done.
    func rereadPartitions()
}
