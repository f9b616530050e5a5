/// glibc's number of a device.
enum DeviceNumber {
    /// `major:minor` (makedev(3): minor bits 0-7, major 8-19, minor 20-31, major from 44 on).
    static func text(_ number: UInt64) -> String {
        "\(number >> 8 & 0xFFF | number >> 32 & ~0xFFF):\(number & 0xFF | number >> 12 & 0xFFF00)"
    }
}
