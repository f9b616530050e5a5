internal import Diagnostics
internal import LinuxMachine
internal import LinuxSystem
internal import Remedy
internal import RepairEngine

/// The folders and files of a mounted NTFS volume, resolved component by component beneath its root.
struct MountedTree: VolumeTree {
    let root: Directory
    /// The device that is mounted: what a second reader reads.
    let source: String
    /// The device beneath, where the kernel's own driver has it mounted; its cache is emptied after each removal.
    let device: String?
    /// Who reads the registry.
    let registry: RegistryReader

    func entries(of folder: [String]) throws(TreeError) -> [TreeEntry] {
        do throws(LinuxError) {
            let directory = try open(folder[...])
            return try directory.entries().map { entry in
                // Where the folder does not say what an entry is, the entry is asked; failing that, it is neither file nor folder.
                let actual = entry.kind == .unknown ? (try? directory.status(of: entry.name))?.kind : entry.kind
                let kind: TreeEntry.Kind =
                    switch actual {
                    case .file: .file
                    case .directory: .folder
                    case .symlink: .link
                    default: .other
                    }
                return TreeEntry(name: entry.name.text, kind: kind)
            }
        } catch {
            throw Self.error(error, at: folder, otherwise: .unreadable)
        }
    }

    func facts(of file: [String]) throws(TreeError) -> FileFacts {
        do throws(LinuxError) {
            let opened = try openFile(file)
            let status = try opened.status()
            let header = try? opened.read(at: 0, count: FileFacts.headerSize)
            return FileFacts(
                name: file.last ?? "", size: status.size, modified: status.modifiedNanoseconds / 1_000_000_000,
                header: header)
        } catch {
            throw Self.error(error, at: file, otherwise: .unreadable)
        }
    }

    func read(_ file: [String], into sink: (UnsafeRawBufferPointer) -> Void) throws(TreeError) {
        do throws(LinuxError) {
            _ = try openFile(file).readPieces { piece in piece.withUnsafeBytes { sink($0) } }
        } catch {
            throw Self.error(error, at: file, otherwise: .unreadable)
        }
    }

    /// Removes a file in two steps, each on the disk before the next: first the name, then what it named. No driver
    /// writes its own journal, and a disk's cache keeps no order: if power is cut while both are under way, a folder may
    /// list a file that no longer exists, and nobody could say what it was.
    func remove(_ file: [String]) throws(TreeError) {
        do throws(LinuxError) {
            guard let name = file.last else { throw LinuxError(.unsafePath, "the volume's root cannot be removed") }
            let folder = try open(file.dropLast())
            guard try folder.status(of: FileName(name)).kind == .file else {
                throw LinuxError(.wrongKind, "\(name) is not a regular file")
            }
            // The driver frees the file's record and clusters when nobody has it open any more. One that cannot be
            // opened is removed all the same. (ntfs-3g renames an open file instead: measured.)
            let held = device == nil ? nil : try? folder.file(FileName(name))
            defer { withExtendedLifetime(held) {} }
            try folder.remove(FileName(name))
            // It is removed: whether that has reached the disk is for the second look to prove.
            do throws(LinuxError) {
                try folder.sync()
                // ntfs3 hands the folder's sectors to the device's cache only (measured: no write before the unmount).
                if let device { try OpenFile.open(device).sync() }
            } catch {
                KernelLog.write(error.message, level: 4)
            }
        } catch {
            throw Self.error(error, at: file, otherwise: .notRemovable)
        }
    }

    func identity(systemHive: [String]?, softwareHive: [String]?) -> WindowsIdentity {
        registry.identity(
            system: systemHive.flatMap { try? openFile($0) }, software: softwareHive.flatMap { try? openFile($0) })
    }

    func makeWitness() -> (any VolumeWitness)? { NTFSWitness(device: source) }

    private func open(_ folder: ArraySlice<String>) throws(LinuxError) -> Directory {
        var directory = root
        for component in folder { directory = try directory.directory(FileName(component)) }
        return directory
    }

    private func openFile(_ file: [String]) throws(LinuxError) -> OpenFile {
        try open(file.dropLast()).file(FileName(file.last ?? ""))
    }

    private static func error(_ error: LinuxError, at path: [String], otherwise: TreeError.Kind) -> TreeError {
        switch error.code {
        case .notFound: TreeError(.notFound, path: path, cause: error)
        case .unsafePath: TreeError(.link, path: path, cause: error)
        case .wrongKind: TreeError(.unexpectedKind, path: path, cause: error)
        default: TreeError(otherwise, path: path, cause: error)
        }
    }
}
