internal import Foundation

/// Numbers of bytes and seconds for a person, in powers of ten as they are printed on sticks.
enum ByteText {
    static func size(_ bytes: Double) -> String {
        let (unit, name) = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB")].first { bytes >= $0.0 } ?? (1e3, "kB")
        return String(format: bytes / unit < 10 ? "%.1f %@" : "%.0f %@", bytes / unit, name)
    }

    static func speed(_ bytesPerSecond: Double) -> String { String(format: "%.1f MB/s", bytesPerSecond / 1e6) }

    /// Minutes and seconds.
    static func duration(_ seconds: Double) -> String {
        let whole = Int(min(max(seconds, 0), 359_999).rounded(.up))
        return String(format: "%d:%02d", whole / 60, whole % 60)
    }
}
