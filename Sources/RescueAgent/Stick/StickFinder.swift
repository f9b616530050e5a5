internal import LinuxSystem
internal import MachineVolumes

/// Finds the partitions that may take the record of a run as they appear.
///
/// Written to is this image's own log partition, which is known by its GUID; and, where the machine was not started from a
/// stick or its own stick is gone, a FAT volume that is labelled as a log partition and sits on a stick. A disk of the
/// machine is never written for the record, whatever its label says.
final class StickFinder {
    private let marks: StickMarks
    private let probes: DeviceProbes
    private let devices: () -> [BlockDevice]
    private var tried: Set<DeviceProbes.Appearance> = []

    /// - Parameters:
    ///   - marks: What sticks are known by.
    ///   - probes: What is on the devices.
    ///   - devices: Lists the block devices that are there.
    init(
        marks: StickMarks, probes: DeviceProbes, devices: @escaping () -> [BlockDevice] = { BlockDevice.all() }
    ) {
        self.marks = marks
        self.probes = probes
        self.devices = devices
    }

    /// The next partition that may take the record and was not tried since it appeared: own ones first.
    func next(_ search: RecordSearch) -> BlockDevice? {
        let present = devices().filter { $0.mappedName == nil }
        let appearances = Set(present.map(DeviceProbes.Appearance.init))
        tried.formIntersection(appearances)
        probes.keep(only: appearances)
        let untried = present.filter { !tried.contains(DeviceProbes.Appearance($0)) }
        let wanted: [StickMarks.Standing] =
            switch search {
            case .own: [.own]
            case .all: [.own, .labelled]
            }
        for standing in wanted {
            guard let found = untried.first(where: { self.standing(of: $0) == standing }) else { continue }
            tried.insert(DeviceProbes.Appearance(found))
            return found
        }
        return nil
    }

    /// Every partition may be tried once more.
    func forgetFailures() { tried = [] }

    private func standing(of device: BlockDevice) -> StickMarks.Standing {
        // Only sticks come and go; a dying disk of the machine would cost its time limits here.
        guard probes.isKnown(device) || device.bus == .usb || device.isRemovable || device.bus == .mmc else {
            return .none
        }
        return (try? probes.content(of: device)).map { marks.standing(of: device, $0) } ?? .none
    }
}
