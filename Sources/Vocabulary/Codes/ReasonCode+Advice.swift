extension ReasonCode {
    /// What to do about it: the same words on the machine's last page and in the report.
    public var advice: String {
        switch self {
        case .removedAndVerified: "Start Windows."
        case .nothingFound: "Start Windows. If it still fails, the cause is a different one."
        case .noWindows, .otherContent:
            "Check whether Windows is on another disk, and whether the firmware setup shows that disk."
        case .unknownContent:
            "Do not format it. Windows may be on it, damaged or encrypted by a program other than BitLocker: use that "
                + "program's rescue medium, or save the disk's data and have it recovered."
        case .virtualDisk:
            "If Windows starts from a virtual disk (VHD, VHDX), remove the file from Windows' recovery environment, or attach "
                + "the virtual disk to another Windows and remove it there."
        case .noVolume:
            "In the firmware setup, check that the disk is listed, and switch the storage controller from RAID, VMD or "
                + "remapped NVMe to AHCI for the repair; switch it back afterwards."
        case .noMatchingKey, .keySkipped, .wrongKey:
            "Look up the recovery key by its ID in Entra, Intune, AD or ConfigMgr, put it into keys/ on the stick, and "
                + "start the stick again."
        case .noUsableProtector:
            "Use Windows' own recovery at this machine: only its TPM, PIN or smart card has the key."
        case .unsupportedBitLocker:
            "Let Windows finish encrypting or decrypting the volume, then start the stick again."
        case .hibernated:
            "Start Windows once and shut it down fully, or set hibernated: discard in unloop.yaml; that loses the open "
                + "session."
        case .otherHibernated:
            "Start the hibernated Windows once and shut it down fully, then start the stick again."
        case .lookOnly: "Start the stick again with Repair, and without look-only: true in unloop.yaml."
        case .dirtyRefused: "Set dirty: override in unloop.yaml, or let Windows check the disk first."
        case .removableDisk:
            "Unplug the disk if it is not this machine's, or set removable: repair in unloop.yaml; then start the stick "
                + "again."
        case .dynamicDisk:
            "Remove the file from the command prompt of Windows' recovery environment: Windows puts dynamic volumes together "
                + "itself."
        case .arrayMember:
            "Connect the other disks of the array, or remove the file from Windows' recovery environment. Do not reset the "
                + "disk in the firmware's RAID setup: that erases it."
        case .link: "Remove the file by hand in the rescue shell."
        case .unsafeRemoval:
            "Run chkdsk /f from Windows' recovery environment, or delete the files there, then start the stick again."
        case .noRemedy: "Correct the remedies that the settings name, or make a new stick."
        case .agentCrashed: "Start the stick again. If it crashes again, report the log."
        case .unexpectedError: "Start the stick again. If it fails again, report the log."
        case .unexpectedKind, .fileTooLarge: "Look at the file by hand in the rescue shell."
        case .notRemovable:
            "Save the disk's data: it may be failing. Run chkdsk /f from Windows' recovery environment, then start the "
                + "stick again; replace the disk if that does not help."
        case .unreadable, .changed, .damagedNTFS, .cannotMount, .notWritable, .cannotUnmount:
            "Run chkdsk /f from Windows' recovery environment, then start the stick again."
        case .incompleteFolder, .incompleteFileTable:
            "Save the disk's data. Run chkdsk /f from Windows' recovery environment, or replace the disk if it is failing, "
                + "then start the stick again."
        case .namesDiffer, .lostName:
            "Run chkdsk /f from Windows' recovery environment, then start the stick again."
        case .damagedBitLocker: "Run repair-bde with the recovery key on a copy of the disk."
        case .cannotClose: "Start the stick again: it looks at the volume once more."
        case .unreadableHive: "Repair the registry with Windows' own recovery."
        case .outsideVolume, .truncated:
            "Check that the disk is whole and its partition was not shrunk; save its data before you repair it."
        case .inputOutput, .tooLarge, .malformed, .timedOut:
            "Try another port or cable, save the disk's data, and replace the disk."
        case .readOnly:
            "Turn off the disk's write protection (a switch on the disk or its adapter, the firmware setup), then start the "
                + "stick again. An SSD that wears out protects itself: save its data and replace it."
        case .notPermitted:
            "Check for a lock on the disk (a disk password, write protection), then start the stick again."
        case .driveLocked:
            "Unlock the disk first: its password in the firmware setup, or the drive's own program before the start. Then "
                + "start the stick without switching the machine off."
        case .unsupported:
            "Check the RAID setup in the firmware: the disk is part of something that cannot be put together here."
        case .notFound, .noMedium: "Check that the disk is connected firmly, then start the stick again."
        case .noSpace:
            "Use a machine or settings with more free memory, or free space on the volume; then start the stick again."
        case .unsafePath, .wrongKind, .alreadyExists: "Look at the volume by hand in the rescue shell."
        case .busy, .systemCallFailed, .libraryFailed:
            "Start the stick again. If it fails again, look at the kernel's messages in the rescue shell."
        }
    }
}
