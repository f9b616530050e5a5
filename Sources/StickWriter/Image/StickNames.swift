internal import DiskFormats
internal import Vocabulary

/// What a boot partition says of itself.
enum StickNames {
    /// The build that a boot partition is of: the name of the empty file `unloop/<12 hexadecimal digits>`.
    static func build(among items: [FATItem]) -> String? {
        let folder = StickName.build + "/"
        let names = items.filter { !$0.isFolder && $0.size == 0 && $0.path.hasPrefix(folder) }
            .map { $0.path.dropFirst(folder.count) }
        return names.first { $0.count == 12 && $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } }.map(String.init)
    }
}
