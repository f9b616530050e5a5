internal import DiskFormats

/// The names by which a stick of Unloop is known.
enum StickNames {
    static let boot = "UNLOOP"
    static let log = "UNLOOP-LOG"

    /// The build that a boot partition is of: the name of the empty file `unloop/<12 hexadecimal digits>`.
    static func build(among items: [FATItem]) -> String? {
        let names = items.filter { !$0.isFolder && $0.size == 0 && $0.path.hasPrefix("unloop/") }
            .map { $0.path.dropFirst("unloop/".count) }
        return names.first { $0.count == 12 && $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } }.map(String.init)
    }
}
