internal import Diagnostics
internal import LinuxSystem
internal import RepairEngine
internal import Vocabulary

/// Keeps copies of removed files in `quarantine/<run>/` on the stick, as far as there is room beside the record.
final class StickQuarantine: Quarantine {
    /// What stays free for the record, in bytes: that of a volume with 2,000 bad files has 5 MB.
    static let reserve: Int64 = 8 << 20

    private let root: String
    private let folder: String
    private let reserve: Int64
    private let isThere: () -> Bool
    private var count = 0
    private var isPrepared = false

    /// - Parameter isThere: whether the stick is: without it, copies would fill the machine's memory.
    init(
        root: String, run: String, reserve: Int64 = StickQuarantine.reserve, isThere: @escaping () -> Bool = { true }
    ) {
        self.root = root
        self.isThere = isThere
        self.reserve = reserve
        folder = "\(StickName.Folder.quarantine.rawValue)/\(run)"
    }

    func begin(_ name: String) throws -> any QuarantineCopy {
        guard isThere() else { throw LinuxError(.notFound, "the stick is gone; put it back for the rest") }
        let room = LogStick.freeBytes(at: root).map { $0 - reserve } ?? .max
        if room <= 0 { throw Self.noRoom }
        try prepare()
        count += 1
        // The name is the broken disk's: what FAT or a shell could stumble over is replaced, and a number keeps it unique.
        let safe = String(
            name.unicodeScalars.prefix(100).map { scalar -> Character in
                scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains(scalar))
                    ? Character(scalar) : "_"
            })
        return try StickCopy(root: root, folder: folder, name: "\(count)-\(safe)", room: room)
    }

    /// The record is worth more than a copy of what everybody has.
    fileprivate static let noRoom = LinuxError(
        .noSpace, "the stick has no room for a copy beside the record; make room on it for the next machines")

    /// Makes the folder anew for the next copy, where another stick has taken the place of the first.
    func stickHasChanged() { isPrepared = false }

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
    private let room: Int64
    private var size: Int64 = 0

    init(root: String, folder: String, name: String, room: Int64) throws(LinuxError) {
        self.folder = try Directory.open("\(root)/\(folder)")
        self.name = name
        self.room = room
        path = "\(folder)/\(name)"
        file = try OpenFile.open("\(root)/\(path)", for: .creating)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        if size + Int64(bytes.count) > room { throw StickQuarantine.noRoom }
        try file.write(Array(bytes), at: size)
        size += Int64(bytes.count)
    }

    func finish() throws -> String {
        try folder.syncFileSystem()
        return path
    }

    func abandon() { try? folder.remove(FileName(name)) }
}
