/// What is read of a database at most, whatever it says. Windows makes them of 1 MiB.
enum DatabaseLimits {
    /// Bytes.
    static let size = 16 << 20
    /// Records in use.
    static let records = 65_536
    /// Bytes before the end of the disk, or of the metadata partition, that are searched for a copy of the header.
    static let searchedEnd = 2 << 20
}
