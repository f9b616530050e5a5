internal import LinuxMachine
internal import LinuxSystem

/// The devices whose drivers are still to be loaded, by their modaliases, and modules by name, the most urgent first and among equals in the
/// order in which they came.
struct DriverQueue {
    private var waiting: [DriverUrgency: [String]] = [:]

    /// Adds a device.
    mutating func add(_ modalias: String) { waiting[DriverUrgency(modalias: modalias), default: []].append(modalias) }

    /// Adds a module by its name.
    mutating func add(module: String) { waiting[.namedModule, default: []].append(module) }

    /// Takes out the most urgent modalias or name; nil when none waits.
    mutating func next() -> String? {
        for urgency in DriverUrgency.allCases {
            if let first = waiting[urgency]?.first {
                waiting[urgency]?.removeFirst()
                return first
            }
        }
        return nil
    }
}
