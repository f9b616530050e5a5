import DebianPackages

/// Builds .deb files that dpkg-deb would refuse to make.
enum HandMadeDeb {
    /// An ar archive: a magic line, then members with headers of 60 bytes (ar(5)), each padded to an even size.
    static func archive(_ members: [(name: String, content: [UInt8])]) -> [UInt8] {
        members.reduce(into: Array("!<arch>\n".utf8)) { archive, member in
            func cell(_ text: String, _ width: Int) -> String {
                text + String(repeating: " ", count: width - text.count)
            }
            let header =
                cell(member.name, 16) + cell("0", 12) + cell("0", 6) + cell("0", 6) + cell("100644", 8)
                + cell("\(member.content.count)", 10) + "`\n"
            archive += Array(header.utf8) + member.content
            if member.content.count % 2 == 1 { archive.append(0x0A) }
        }
    }

    /// A package with a sound control file and the given content.
    static func package(data: [UInt8]) throws -> [UInt8] {
        let control =
            tarEntry("./control", content: Array("Package: x\nVersion: 1\n".utf8)) + [UInt8](repeating: 0, count: 1024)
        return archive([("debian-binary", Array("2.0\n".utf8)), ("control.tar", control), ("data.tar", data)])
    }

    /// An entry of a ustar archive (tar(5)): a header of 512 bytes and the content, padded to 512 bytes.
    static func tarEntry(_ name: String, type: Character = "0", link: String = "", content: [UInt8] = []) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        let size = String(content.count, radix: 8)
        put(name, at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
        put("00000000000", at: 136)
        put("        ", at: 148)
        put(String(type), at: 156)
        put(link, at: 157)
        put("ustar\u{0}00", at: 257)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", at: 148)
        return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
}
