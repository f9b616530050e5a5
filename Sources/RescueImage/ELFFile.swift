internal import Diagnostics

/// What a 64-bit x86 ELF file says about the libraries that it needs and about itself.
///
/// It is read through the program headers and the dynamic section, as the loader ld.so reads it, not through the
/// section headers, which a stripped file need not have. Source: System V ABI, "Dynamic Linking"; elf(5); the version
/// tables: Linux Standard Base Core 5.0, "Symbol Versioning".
struct ELFFile: Sendable, Equatable {
    /// The versions of one library that a file was linked against.
    struct VersionNeed: Sendable, Equatable {
        /// The library's name as in `needed`, for example `libc.so.6`.
        let library: String
        /// Names of versions, for example `GLIBC_2.38`, in the order of the file; weak ones are left out, for the
        /// loader lets them be absent.
        let versions: [String]
    }

    /// The loader that a program asks for, for example `/lib64/ld-linux-x86-64.so.2`; nil for libraries.
    var interpreter: String?
    /// DT_NEEDED: names of libraries, in the order of the file.
    var needed: [String] = []
    /// DT_SONAME: the name under which others need this library.
    var soname: String?
    /// DT_RUNPATH, or DT_RPATH if that is absent: folders that are searched first; may contain `$ORIGIN`.
    var runPath: [String] = []
    /// What .gnu.version_r demands of the needed libraries.
    var versionNeeds: [VersionNeed] = []
    /// What .gnu.version_d offers to others.
    var versionDefinitions: Set<String> = []

    /// Whether the bytes begin with ELF's magic number.
    static func isELF(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46]) }

    /// Reads the dynamic section of `bytes`.
    ///
    /// - Parameter file: The name for error messages.
    /// - Throws: `RescueImageError` `image-malformed-elf` for anything that is not 64-bit little-endian x86-64 ELF, and
    ///   for offsets, lengths and chains that leave the file.
    init(parsing bytes: [UInt8], file: String) throws(RescueImageError) {
        let reader = ELFReader(bytes: bytes, file: file)
        guard Self.isELF(bytes), bytes.count >= 64 else { throw reader.damaged("it does not begin with an ELF header") }
        // e_ident: class 2 is 64 bits, data 1 is little-endian; e_machine 62 is x86-64.
        guard bytes[4] == 2, bytes[5] == 1, try reader.uint16(at: 18) == 62 else {
            throw reader.damaged("it is not for x86-64")
        }
        let segments = try ELFSegments(reader)
        if let interpreter = segments.interpreter {
            let end = try reader.sum(interpreter.offset, interpreter.size)
            self.interpreter = try reader.text(at: interpreter.offset, before: end)
        }
        if let dynamic = segments.dynamic { try readDynamic(dynamic, segments, reader) }
    }

    private mutating func readDynamic(
        _ dynamic: ELFSegments.Segment, _ segments: ELFSegments, _ reader: ELFReader
    ) throws(RescueImageError) {
        let section = try ELFDynamicSection(dynamic, segments, reader)
        needed = try section.texts(.needed, reader)
        soname = try section.texts(.soname, reader).first
        let paths =
            try section.texts(.runpath, reader) + (section.has(.runpath) ? [] : try section.texts(.rpath, reader))
        runPath = paths.flatMap { $0.split(separator: ":").map(String.init) }
        try readVersionNeeds(section, segments, reader)
        try readVersionDefinitions(section, segments, reader)
    }
}
