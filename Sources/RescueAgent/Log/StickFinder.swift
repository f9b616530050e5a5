internal import LinuxSystem
internal import Vocabulary

/// Knows which partitions may take the record of a run, and finds those that have appeared.
///
/// Written to is this image's own log partition, which is known by its GUID; and, where the machine was not started from a
/// stick or its own stick is gone, a FAT volume that is labelled as a log partition and sits on a stick. A disk of the
/// machine is never written for the record, whatever its label says.
final class StickFinder {
    /// What a partition is to the record.
    enum Standing {
        /// This image's own log partition.
        case own
        /// A log partition by its label, on a stick.
        case labelled
        /// Nothing: it is not written.
        case none
    }

    private let image: ImageInfo
    private let needsPartitionName: Bool
    /// What is known of the partitions that are there.
    private var standings: [Appearance: Standing] = [:]
    private var tried: Set<Appearance> = []
    private let devices: () -> [BlockDevice]

    /// A device from the moment it appears until it is gone.
    private struct Appearance: Hashable {
        let name: String
        let number: UInt64?

        init(_ device: BlockDevice) {
            name = device.name
            number = device.appearance
        }
    }

    /// - Parameters:
    ///   - medium: what the machine was started from. Where it is a stick, a stick that merely has the label does not do:
    ///     its partition table has to be Unloop's too.
    ///   - devices: the block devices that are there.
    init(
        image: ImageInfo, medium: BootMedium?, devices: @escaping () -> [BlockDevice] = { BlockDevice.all() }
    ) {
        self.image = image
        needsPartitionName = medium == .stick
        self.devices = devices
    }

    /// Takes note of what a device is to the record.
    func standing(of device: BlockDevice, _ content: BlockContent) -> Standing {
        let standing = judge(device, content)
        standings[Appearance(device)] = standing
        return standing
    }

    private func judge(_ device: BlockDevice, _ content: BlockContent) -> Standing {
        guard content.type == "vfat" else { return .none }
        if let guid = content.partitionUUID, guid == image.logPartition { return .own }
        guard content.label == StickName.logPartition, device.bus == .usb || device.isRemovable else { return .none }
        return !needsPartitionName || content.partitionName == StickName.logPartition ? .labelled : .none
    }

    /// The next partition that may take the record and was not tried since it appeared: own ones first.
    ///
    /// - Parameter withLabelled: whether a partition does that is none of this image's own.
    func next(withLabelled: Bool) -> BlockDevice? {
        let present = devices().filter { $0.mappedName == nil }
        let appearances = Set(present.map(Appearance.init))
        tried.formIntersection(appearances)
        standings = standings.filter { appearances.contains($0.key) }
        for device in present where standings[Appearance(device)] == nil {
            // Only sticks come and go; a dying disk of the machine would cost its time limits here.
            guard device.bus == .usb || device.isRemovable || device.bus == .mmc, device.waitForNode() else { continue }
            _ = standing(of: device, (try? BlockContent.of(device.path)) ?? BlockContent())
        }
        for wanted in withLabelled ? [Standing.own, .labelled] : [.own] {
            let found = present.first { device in
                standings[Appearance(device)] == wanted && !tried.contains(Appearance(device))
            }
            if let found {
                tried.insert(Appearance(found))
                return found
            }
        }
        return nil
    }

    /// Every partition may be tried once more.
    func forgetFailures() { tried = [] }
}
