/// Makes small ELF files for the tests: a header, one PT_LOAD over everything at address 0, PT_DYNAMIC, and the tables.
struct ELFBuilder {
    var interpreter: String?
    var needed: [String] = []
    var soname: String?
    var runPath: String?
    /// Library and its versions.
    var versionNeeds: [(String, [String])] = []
    var versionDefinitions: [String] = []

    private var names: [UInt8] = [0]

    init() {}

    private mutating func name(_ text: String) -> UInt64 {
        defer { names += Array(text.utf8) + [0] }
        return UInt64(names.count)
    }

    mutating func build() -> [UInt8] {
        var dynamic: [(UInt64, UInt64)] = needed.map { (1, name($0)) }
        if let soname { dynamic.append((14, name(soname))) }
        if let runPath { dynamic.append((29, name(runPath))) }
        let needs = needTable()
        let definitions = definitionTable()
        let path: [UInt8] = interpreter.map { Array($0.utf8) + [0] } ?? []

        // Header, three program headers, then the tables; the dynamic section comes last.
        let needsAt = 64 + 3 * 56
        let definitionsAt = needsAt + needs.count
        let namesAt = definitionsAt + definitions.count
        let pathAt = namesAt + names.count
        let dynamicAt = pathAt + path.count
        dynamic += [(5, UInt64(namesAt)), (10, UInt64(names.count))]
        if !needs.isEmpty { dynamic += [(0x6fff_fffe, UInt64(needsAt)), (0x6fff_ffff, UInt64(versionNeeds.count))] }
        if !definitions.isEmpty {
            dynamic += [(0x6fff_fffc, UInt64(definitionsAt)), (0x6fff_fffd, UInt64(versionDefinitions.count))]
        }
        dynamic.append((0, 0))
        let section = dynamic.flatMap { little($0.0, 8) + little($0.1, 8) }
        let size = UInt64(dynamicAt + section.count)

        var bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        // Elf64_Ehdr behind e_ident: type, machine, version, entry, phoff, shoff, flags, ehsize, phentsize, phnum, sections.
        let fields: [(UInt64, Int)] = [
            (3, 2), (62, 2), (1, 4), (0, 8), (64, 8), (0, 8), (0, 4), (64, 2), (56, 2), (3, 2), (0, 6),
        ]
        for (value, size) in fields { bytes += little(value, size) }
        bytes += programHeader(1, 0, size)
        bytes += programHeader(2, UInt64(dynamicAt), UInt64(section.count))
        bytes += interpreter == nil ? programHeader(0, 0, 0) : programHeader(3, UInt64(pathAt), UInt64(path.count))
        return bytes + needs + definitions + names + path + section
    }

    private func programHeader(_ type: UInt64, _ offset: UInt64, _ size: UInt64) -> [UInt8] {
        let fields: [(UInt64, Int)] = [
            (type, 4), (4, 4), (offset, 8), (offset, 8), (offset, 8), (size, 8), (size, 8), (1, 8),
        ]
        return fields.flatMap { little($0.0, $0.1) }
    }

    private mutating func needTable() -> [UInt8] {
        var table: [UInt8] = []
        for (index, (library, versions)) in versionNeeds.enumerated() {
            let size = UInt64(16 + 16 * versions.count)
            let isLast = index == versionNeeds.count - 1
            table += little(1, 2) + little(UInt64(versions.count), 2) + little(name(library), 4) + little(16, 4)
            table += little(isLast ? 0 : size, 4)
            for (index, version) in versions.enumerated() {
                let next: UInt64 = index == versions.count - 1 ? 0 : 16
                table += little(0, 4) + little(0, 2) + little(2, 2) + little(name(version), 4) + little(next, 4)
            }
        }
        return table
    }

    private mutating func definitionTable() -> [UInt8] {
        var table: [UInt8] = []
        for (index, version) in versionDefinitions.enumerated() {
            let next: UInt64 = index == versionDefinitions.count - 1 ? 0 : 28
            table += little(1, 2) + little(0, 2) + little(2, 2) + little(1, 2) + little(0, 4) + little(20, 4)
            table += little(next, 4) + little(name(version), 4) + little(0, 4)
        }
        return table
    }

    private func little(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) : 0 }
    }
}
