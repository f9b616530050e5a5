internal import Diagnostics

/// Why a database cannot be used: without the disk's name, which the caller adds.
enum DatabaseProblem: Error {
    /// The disk does not read it.
    case unreadable(String)
    /// What is there cannot be right.
    case damaged(String)
    /// Windows was stopped in the middle of a change.
    case unfinished
    /// A version or a size that is not known.
    case unsupported(String)

    /// The error for a person.
    func error(named name: String) -> DynamicDiskError {
        switch self {
        case .unreadable(let detail):
            DynamicDiskError(.unreadable, "\(name): \(detail); save the data, then replace the disk")
        case .damaged(let detail):
            DynamicDiskError(
                .damaged,
                "\(name): the database of this dynamic disk is damaged (\(detail)); repair it in Windows, in Disk Management"
            )
        case .unfinished:
            DynamicDiskError(
                .unfinishedChange,
                "\(name): a change to the volumes of this dynamic disk was not finished; start Windows once to finish it"
            )
        case .unsupported(let detail):
            DynamicDiskError(
                .unsupported,
                "\(name): the database of this dynamic disk has an unknown form (\(detail)); repair its volumes from Windows "
                    + "setup media")
        }
    }
}
