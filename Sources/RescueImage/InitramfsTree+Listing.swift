extension InitramfsTree {
    /// One line an entry, all that distinguishes it: equal listings are equal trees.
    var listing: String { entries.map { $0.line + "\n" }.joined() }
}

extension InitramfsEntry {
    fileprivate var line: String {
        let permissions = String(mode, radix: 8)
        return switch kind {
        case .directory: "directory \(permissions) \(path)"
        case .bytes, .file: "file \(permissions) \(sha256.map { "\($0)" } ?? "") \(path)"
        case .symbolicLink(let target): "link \(path) -> \(target)"
        case .characterDevice(let major, let minor): "device \(permissions) \(major):\(minor) \(path)"
        }
    }
}
