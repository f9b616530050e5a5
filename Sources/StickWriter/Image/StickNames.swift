internal import DiskImage
internal import Vocabulary

/// What a boot partition says of itself.
enum StickNames {
    /// The build that a boot partition is of: the name of the empty file `unloop/<12 hexadecimal digits>`.
    static func build(in volume: FATReader) -> String? {
        guard let entries = try? volume.entries(below: StickName.build) else { return nil }
        let names = entries.filter { !$0.isFolder && $0.size == 0 }.map { $0.path.dropFirst(StickName.build.count + 1) }
        return names.first { $0.count == 12 && $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } }.map(String.init)
    }
}
