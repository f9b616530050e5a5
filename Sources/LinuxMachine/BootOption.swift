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
    /// The partitions that the device path leads to, as libblkid names them: a GUID in lower case, or an MBR's signature
    /// with the partition's number (`1b2c3d4e-01`). Empty where the path names none.
    public let partitions: [String]

    /// Hardware addresses of the network cards that the device path leads to, `aa:bb:cc:dd:ee:ff`.
    public let hardwareAddresses: [String]

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
        guard let nodes = Self.nodes(rest.prefix(pathLength)) else { return nil }
        filePaths = Self.filePaths(nodes)
        partitions = nodes.compactMap(Self.partition)
        hardwareAddresses = nodes.compactMap(Self.hardwareAddress)
    }

    /// A part of a device path: type (1 byte), subtype (1), length with this header (2), data.
    private struct Node {
        let type: UInt8
        let subtype: UInt8
        let data: ArraySlice<UInt8>
    }

    /// The nodes of device paths; nil when a length is wrong.
    private static func nodes(_ bytes: ArraySlice<UInt8>) -> [Node]? {
        var nodes: [Node] = []
        var rest = bytes
        while rest.count >= 4 {
            let start = rest.startIndex
            let length: Int = littleEndian(rest[(start + 2)..<(start + 4)])
            guard length >= 4, length <= rest.count else { return nil }
            nodes.append(Node(type: rest[start], subtype: rest[start + 1], data: rest[(start + 4)..<(start + length)]))
            rest = rest.dropFirst(length)
        }
        return rest.isEmpty ? nodes : nil
    }

    /// The file path nodes (type 4, subtype 4; section 10.3.5.4); several in a row are one path.
    private static func filePaths(_ nodes: [Node]) -> [String] {
        var paths: [String] = []
        var path: [String] = []
        for node in nodes {
            if node.type == 4, node.subtype == 4 {
                path.append(
                    zeroTerminatedUTF16(node.data)?.text ?? String(decoding: codeUnits(node.data), as: UTF16.self))
            } else if !path.isEmpty {
                paths.append(joined(path))
                path = []
            }
        }
        if !path.isEmpty { paths.append(joined(path)) }
        return paths
    }

    /// The partition of a hard drive node (type 4, subtype 1; section 10.3.5.1): its number, first and last block in 20
    /// bytes, then a signature of 16 bytes, the format of the table, and what the signature is.
    private static func partition(_ node: Node) -> String? {
        guard node.type == 4, node.subtype == 1, node.data.count >= 38 else { return nil }
        let data = Array(node.data)
        switch data[37] {
        case 1:
            let number: UInt32 = littleEndian(data[..<4])
            return hexadecimal(data[20..<24].reversed()) + "-" + hexadecimal([UInt8(truncatingIfNeeded: number)])
        case 2:
            let groups = [data[20..<24].reversed(), data[24..<26].reversed(), data[26..<28].reversed()].map(hexadecimal)
            return (groups + [hexadecimal(data[28..<30]), hexadecimal(data[30..<36])]).joined(separator: "-")
        default: return nil
        }
    }

    /// The address of a MAC address node (type 3, subtype 11; section 10.3.4.11): 32 bytes, and the kind of the network, of
    /// which 0 and 1 are Ethernet. Addresses of all zeros and of groups are nobody's.
    private static func hardwareAddress(_ node: Node) -> String? {
        guard node.type == 3, node.subtype == 11, node.data.count >= 33 else { return nil }
        let data = Array(node.data)
        guard data[32] <= 1, data[0] & 1 == 0, data[..<6].contains(where: { $0 != 0 }) else { return nil }
        return data[..<6].map { hexadecimal([$0]) }.joined(separator: ":")
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

private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
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
