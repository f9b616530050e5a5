internal import LinuxSystem

/// Lists the machine's block devices by polling sysfs, and says which have appeared since.
struct DeviceArrivals {
    private var seen: Set<String> = []

    /// The devices that were not listed before, in the order of their names. One that changes its size appears again.
    mutating func next(among devices: [BlockDevice] = BlockDevice.all()) -> [BlockDevice] {
        devices.filter { seen.insert("\($0.name) \($0.number) \($0.size)").inserted }
    }
}
