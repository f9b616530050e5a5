public import Diagnostics

/// The stable identifiers of this module's errors.
public enum OfflineRepairErrorCode: String, ErrorCode {
    /// A disk cannot be opened, or is no whole disk.
    case diskUnreadable = "offline-disk-unreadable"
    /// Somebody uses a disk: a running machine, a mount, another program.
    case diskInUse = "offline-disk-in-use"
    /// A disk is no longer what it was.
    case diskChanged = "offline-disk-changed"
    /// Other disks hold the differences to a disk: changed, it would break them.
    case diskHasChildren = "offline-disk-has-children"
    /// The machine of a disk was suspended.
    case machineSuspended = "offline-machine-suspended"
    /// The command line names a disk or a machine twice, or a name that no folder can have.
    case badName = "offline-bad-name"
    /// There is no built image.
    case imageMissing = "appliance-image-missing"
    /// The appliance could not be started, or ended before its work was done.
    case applianceFailed = "appliance-failed"
    /// The appliance was ended by its limit.
    case applianceHung = "appliance-hung"
    /// The user stopped the work.
    case stopped = "offline-stopped"
    /// The record of the appliance is missing or does not prove what it says.
    case notProven = "appliance-not-proven"
    /// A program that reads or writes a virtual disk failed.
    case toolFailed = "offline-tool-failed"
    /// A file or folder of the records cannot be read or written.
    case recordUnwritable = "offline-record-unwritable"
    /// What was written could not be read back as it should be.
    case commitFailed = "offline-commit-failed"
    /// What an undo needs is damaged or missing.
    case undoUnusable = "offline-undo-unusable"
    /// Another run works on the same machine.
    case busy = "offline-machine-busy"
}

/// What keeps the disks of a machine from being repaired, and what to do.
public typealias OfflineRepairError = CodedError<OfflineRepairErrorCode>

extension OfflineRepairError {
    /// The error for a file of the records.
    static func record(_ path: String, _ cause: any Error) -> OfflineRepairError {
        OfflineRepairError(
            .recordUnwritable, "\(path): cannot be read or written; check its permissions and the free space",
            cause: cause)
    }
}
