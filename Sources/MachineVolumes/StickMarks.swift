package import LinuxSystem
package import Vocabulary

/// What the image's own stick, and other sticks of Unloop, are known by.
package struct StickMarks: Sendable, Equatable {
    /// What a partition is to the record of a run.
    package enum Standing: Sendable {
        /// This image's own log partition.
        case own
        /// A log partition by its label, on a stick.
        case labelled
        /// Not a log partition: it is not written.
        case none
    }

    /// The GUID of the stick's partition table, in lower case; nil where the image does not know it.
    private let disk: String?
    /// The GUID of the stick's log partition, in lower case.
    private let logPartition: String?
    private let needsPartitionName: Bool
    /// Whether a partition may be a log partition by its label.
    private let takesLabels: Bool

    /// - Parameters:
    ///   - disk: The GUID of the stick's partition table, in lower case.
    ///   - logPartition: The GUID of its log partition, in lower case.
    ///   - medium: What the machine was started from. If it was a stick, a label alone does not make a log partition: its
    ///     name in the partition table has to be Unloop's too.
    package init(disk: String?, logPartition: String?, medium: BootMedium?) {
        self.disk = disk
        self.logPartition = logPartition
        needsPartitionName = medium == .stick
        takesLabels = true
    }

    /// One partition takes the record, and no other, whatever image it is of: the machine's own disks may hold sticks.
    ///
    /// - Parameter guid: The GUID of the partition, in lower case.
    package init(onlyLogPartition guid: String) {
        disk = nil
        logPartition = guid
        needsPartitionName = true
        takesLabels = false
    }

    /// Whether a whole disk is this stick, or another one of the same image.
    func isOwnDisk(_ content: BlockContent) -> Bool { disk != nil && content.partitionTableUUID == disk }

    /// Whether a partition is this image's log partition by its GUID, whatever is on it.
    func isOwnLogPartition(_ content: BlockContent) -> Bool {
        logPartition != nil && content.partitionUUID == logPartition
    }

    /// What a log partition is now, if nothing can be read from it or written to it: somebody has formatted it anew.
    func foreignFormat(of device: BlockDevice, _ content: BlockContent) -> String? {
        guard content.type != "vfat", isOwnLogPartition(content) || isLabelled(device, content) else { return nil }
        switch content.type {
        case "ntfs": return "NTFS"
        case "exfat": return "exFAT"
        case "BitLocker": return "encrypted with BitLocker"
        case let type?: return type
        case nil: return content.isAmbivalent ? "not one file system" : "unreadable"
        }
    }

    private func isLabelled(_ device: BlockDevice, _ content: BlockContent) -> Bool {
        guard takesLabels, content.label == StickName.logPartition, device.bus == .usb || device.isRemovable else {
            return false
        }
        return !needsPartitionName || content.partitionName == StickName.logPartition
    }

    /// What a partition is to the record.
    package func standing(of device: BlockDevice, _ content: BlockContent) -> Standing {
        guard content.type == "vfat" else { return .none }
        if isOwnLogPartition(content) { return .own }
        return isLabelled(device, content) ? .labelled : .none
    }
}
