public import Diagnostics
public import LinuxSystem

extension FirmwareVariables {
    /// The firmware's boot menu, in the order of its numbers; entries that cannot be read are left out.
    public func bootOptions() -> [BootOption] {
        names(vendor: .global).compactMap { name in
            guard name.hasPrefix("Boot"), name.utf8.count == 8, let number = UInt16(name.dropFirst(4), radix: 16),
                let value = try? read(name, vendor: .global)
            else { return nil }
            return BootOption(number: number, data: value.data)
        }.sorted { $0.number < $1.number }
    }

    /// The order in which the firmware tries its options; empty when there is none.
    public func bootOrder() -> [UInt16] {
        guard let data = try? read("BootOrder", vendor: .global).data else { return [] }
        return stride(from: 0, to: data.count - 1, by: 2).map { littleEndian(data[$0..<($0 + 2)]) }
    }

    /// The option that starts Windows: one whose partition is there, then an active one, then by the boot order. Nil when
    /// there is none: firmware keeps entries of disks that are gone, and goes on to the stick when it finds nothing there.
    ///
    /// - Parameter partitions: The machine's partitions, as `BootOption.partitions` names them; nil where they are not known.
    public func windowsBootOption(on partitions: Set<String>?) -> BootOption? {
        let order = bootOrder()
        func rank(_ option: BootOption) -> (Int, Int, Int, UInt16) {
            (
                option.partitions.isEmpty ? 1 : 0, option.isActive ? 0 : 1,
                order.firstIndex(of: option.number) ?? order.count, option.number
            )
        }
        return bootOptions().filter {
            $0.startsWindows && ($0.partitions.isEmpty || partitions?.isDisjoint(with: $0.partitions) != true)
        }.min { rank($0) < rank($1) }
    }

    /// Which option the firmware starts next time, that one time (UEFI 2.10, section 3.1.2).
    ///
    /// - Throws: `LinuxError`; `unsupported` where the firmware does not keep what was written.
    public func setBootNext(_ number: UInt16) throws(LinuxError) {
        let data = [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
        try write("BootNext", vendor: .global, Value(data: data))
        guard (try? read("BootNext", vendor: .global))?.data == data else {
            throw LinuxError(
                .unsupported,
                "BootNext: the firmware accepted it but did not keep it; choose Windows in the firmware's boot menu")
        }
    }
}
