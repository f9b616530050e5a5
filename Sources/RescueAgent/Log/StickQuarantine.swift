internal import LinuxSystem
internal import RepairEngine

/// Keeps copies of removed files in `quarantine/<run>/` on the stick.
final class StickQuarantine: Quarantine {
    private let root: String
    private let folder: String
    private var count = 0
    private var isPrepared = false

    init(root: String, run: String) {
        self.root = root
        folder = "quarantine/\(run)"
    }

    func begin(_ name: String) throws -> any QuarantineCopy {
        try prepare()
        count += 1
        // The name is the broken disk's: what FAT or a shell could stumble over is replaced, and a number keeps it unique.
        let safe = String(
            name.unicodeScalars.prefix(100).map { scalar -> Character in
                scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains(scalar))
                    ? Character(scalar) : "_"
            })
        return try StickCopy(root: root, folder: folder, name: "\(count)-\(safe)")
    }

    /// Makes the folder, and brings it to the medium with the one that lists it, which a folder's own sync does not cover.
    private func prepare() throws(LinuxError) {
        if isPrepared { return }
        try Mount.makeDirectory("\(root)/\(folder)")
        try Directory.open(root).syncFileSystem()
        isPrepared = true
    }
}

/// One copy on the stick.
private final class StickCopy: QuarantineCopy {
    private let folder: Directory
    private let name: String
    private let path: String
    private let file: OpenFile
    private var size: Int64 = 0

    init(root: String, folder: String, name: String) throws(LinuxError) {
        self.folder = try Directory.open("\(root)/\(folder)")
        self.name = name
        path = "\(folder)/\(name)"
        file = try OpenFile.open("\(root)/\(path)", for: .creating)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try file.write(Array(bytes), at: size)
        size += Int64(bytes.count)
    }

    func finish() throws -> String {
        try folder.syncFileSystem()
        return path
    }

    func abandon() { try? folder.remove(FileName(name)) }
}
