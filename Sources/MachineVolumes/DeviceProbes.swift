internal import Diagnostics
package import LinuxSystem

/// What libblkid says of the machine's devices. Each is probed once from the moment it appears: reading a dying disk costs
/// its time limits every time.
package final class DeviceProbes {
    /// A device from the moment it appears, or changes its size, until it is gone.
    package struct Appearance: Hashable {
        private let name: String
        private let number: UInt64?
        private let size: UInt64

        /// The appearance of a device.
        package init(_ device: BlockDevice) {
            name = device.name
            number = device.appearance
            size = device.size
        }
    }

    private var known: [Appearance: Result<BlockContent, LinuxError>] = [:]
    private let probe: (BlockDevice) -> Result<BlockContent, LinuxError>

    /// Nothing is probed yet.
    ///
    /// - Parameter probe: Probes a device.
    package init(probe: @escaping (BlockDevice) -> Result<BlockContent, LinuxError> = DeviceProbes.probe) {
        self.probe = probe
    }

    /// What is on a device.
    ///
    /// - Throws: `LinuxError`, when it cannot be read.
    package func content(of device: BlockDevice) throws(LinuxError) -> BlockContent {
        let appearance = Appearance(device)
        let content = known[appearance] ?? probe(device)
        known[appearance] = content
        return try content.get()
    }

    /// Whether a device has been probed.
    package func isKnown(_ device: BlockDevice) -> Bool { known[Appearance(device)] != nil }

    /// Forgets what is gone.
    package func keep(only present: Set<Appearance>) { known = known.filter { present.contains($0.key) } }

    /// Probes a device through libblkid. A disk that has only just appeared may refuse a moment longer: that is no reason to
    /// give it up.
    package static func probe(_ device: BlockDevice) -> Result<BlockContent, LinuxError> {
        guard device.waitForNode() else {
            return .failure(LinuxError(.notFound, "\(device.path): no such node; check that the device is connected"))
        }
        let begin = MonotonicTime.now()
        while true {
            do throws(LinuxError) {
                return .success(try BlockContent.of(device.path))
            } catch {
                // A dying disk takes its time for each attempt.
                if error.code == .noMedium || begin.millisecondsSince > 3_000 { return .failure(error) }
                pause(milliseconds: 250)
            }
        }
    }
}
