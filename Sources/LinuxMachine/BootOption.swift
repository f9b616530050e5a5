/// An entry of the firmware's boot menu: a `Boot####` variable.
public struct BootOption: Equatable, Sendable {
    /// The four hexadecimal digits of the variable's name.
    public let number: UInt16
    /// What the firmware's menu shows.
    public let description: String
    /// LOAD_OPTION_ACTIVE.
    public let isActive: Bool
    /// The paths on a disk that the device path ends with, for example `\EFI\Microsoft\Boot\bootmgfw.efi`.
    public let filePaths: [String]

    /// Whether this starts Windows: by its file, or by its name where firmware keeps no file path.
    public var startsWindows: Bool {
        let windowsLoader = "\\efi\\microsoft\\boot\\bootmgfw.efi"
        return filePaths.contains { $0.lowercased() == windowsLoader }
            || filePaths.isEmpty && description.lowercased() == "windows boot manager"
    }

    /// Reads a load option (EFI_LOAD_OPTION, UEFI 2.10, section 3.1.3).
    ///
    /// | bytes | |
    /// |---|---|
    /// | 0..<4 | attributes; bit 0: active |
    /// | 4..<6 | length of the device paths in bytes |
    /// | 6... | description in UTF-16, ended by a zero; device paths; the loader's own data |
    ///
    /// Nil when a length leads out of the data.
    public init?(number: UInt16, data: [UInt8]) {
        guard data.count >= 6 else { return nil }
        let attributes: UInt32 = littleEndian(data[..<4])
        let pathLength: Int = littleEndian(data[4..<6])
        guard let (description, rest) = zeroTerminatedUTF16(data[6...]), pathLength <= rest.count else { return nil }
        self.number = number
        self.description = description
        isActive = attributes & 1 != 0
        guard let filePaths = Self.filePaths(rest.prefix(pathLength)) else { return nil }
        self.filePaths = filePaths
    }

    /// The file path nodes (type 4, subtype 4; section 10.3.5.4) of device paths; several in a row are one path.
    ///
    /// A node is: type (1 byte), subtype (1), length with this header (2), data. Nil when a length is wrong.
    private static func filePaths(_ nodes: ArraySlice<UInt8>) -> [String]? {
        var paths: [String] = []
        var path: [String] = []
        var rest = nodes
        while rest.count >= 4 {
            let start = rest.startIndex
            let length: Int = littleEndian(rest[(start + 2)..<(start + 4)])
            guard length >= 4, length <= rest.count else { return nil }
            let isFilePath = rest[start] == 0x04 && rest[start + 1] == 0x04
            if isFilePath {
                let node = rest[(start + 4)..<(start + length)]
                let text = zeroTerminatedUTF16(node)?.text ?? String(decoding: codeUnits(node), as: UTF16.self)
                path.append(text)
            } else if !path.isEmpty {
                paths.append(joined(path))
                path = []
            }
            rest = rest.dropFirst(length)
        }
        if !path.isEmpty { paths.append(joined(path)) }
        return rest.isEmpty ? paths : nil
    }

    /// Components with one backslash between them.
    private static func joined(_ components: [String]) -> String {
        components.reduce("") { path, component in
            if path.isEmpty { return component }
            let separator = path.hasSuffix("\\") || component.hasPrefix("\\") ? "" : "\\"
            return path + separator + component
        }
    }
}

private func codeUnits(_ bytes: ArraySlice<UInt8>) -> [UInt16] {
    stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
}

/// The text before the first zero, and the bytes after that zero; nil when there is no zero.
private func zeroTerminatedUTF16(_ bytes: ArraySlice<UInt8>) -> (text: String, rest: ArraySlice<UInt8>)? {
    let units = codeUnits(bytes)
    guard let end = units.firstIndex(of: 0) else { return nil }
    return (String(decoding: units[..<end], as: UTF16.self), bytes.dropFirst((end + 1) * 2))
}
