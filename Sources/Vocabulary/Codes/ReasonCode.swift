/// Why a volume or a machine has its outcome: the `code` of `volume-outcome` and `end` events.
///
/// The raw values are stable: they stand in logs, in the report and in the documents. The code is always the most specific
/// one: where an error is passed on with more words around it, its own code stays.
public enum ReasonCode: String, Sendable, CaseIterable, Hashable {
    // Done.
    case removedAndVerified = "removed-and-verified"
    case nothingFound = "nothing-found"

    // No Windows.
    case noWindows = "no-windows"
    case otherContent = "other-content"
    case unknownContent = "unknown-content"
    case virtualDisk = "virtual-disk"
    case noVolume = "no-volume"

    // Locked.
    case noMatchingKey = "no-matching-key"
    case keySkipped = "key-skipped"
    case noUsableProtector = "no-usable-protector"
    case unsupportedBitLocker = "unsupported-bitlocker"

    // Refused.
    case hibernated
    case otherHibernated = "other-hibernated"
    case lookOnly = "look-only"
    case dirtyRefused = "dirty-refused"
    case removableDisk = "removable-disk"
    case dynamicDisk = "dynamic-disk"
    case arrayMember = "array-member"
    case link = "is-a-link"
    case unsafeRemoval = "unsafe-removal"

    // Failed: the run.
    case noRemedy = "no-remedy"
    case agentCrashed = "agent-crashed"
    case unexpectedError = "unexpected-error"

    // Failed: a file or folder of a volume.
    case unexpectedKind = "unexpected-kind"
    case unreadable
    case notRemovable = "not-removable"
    case fileTooLarge = "file-too-large"
    case changed
    case incompleteFolder = "incomplete-folder"
    case incompleteFileTable = "incomplete-file-table"
    case namesDiffer = "names-differ"
    case lostName = "lost-name"

    // Failed: a volume.
    case damagedNTFS = "damaged-ntfs"
    case damagedBitLocker = "damaged-bitlocker"
    case outsideVolume = "outside-volume"
    case cannotMount = "cannot-mount"
    case notWritable = "not-writable"
    case cannotUnmount = "cannot-unmount"
    case cannotClose = "cannot-close"
    case wrongKey = "wrong-key"
    case unreadableHive = "unreadable-hive"

    // Failed: what the kernel refused.
    case notFound = "not-found"
    case unsafePath = "unsafe-path"
    case wrongKind = "wrong-kind"
    case noMedium = "no-medium"
    case inputOutput = "input-output"
    case readOnly = "read-only"
    case busy
    case notPermitted = "not-permitted"
    case driveLocked = "drive-locked"
    case alreadyExists = "already-exists"
    case noSpace = "no-space"
    case unsupported
    case systemCallFailed = "system-call-failed"
    case tooLarge = "too-large"
    case malformed
    case truncated
    case timedOut = "timed-out"
    case libraryFailed = "library-failed"
}
