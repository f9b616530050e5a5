internal import CLinux
internal import Diagnostics
internal import DiskFormats
internal import Glibc
internal import Vocabulary

/// The logs of a folder and of the folders in it.
enum FolderLogs {
    private static let maximumDepth = 64
    /// Folders may be linked to each other on a damaged medium.
    private static let maximumEntries = 4_000_000

    /// The logs in the order of their paths; on FAT in that of the directories, which is the order in which files were made.
    ///
    /// - Throws: when the folder itself cannot be listed. A folder in it that cannot be listed is a file that cannot be
    ///   read.
    static func files(in root: String, tally: SourceTally) throws(FleetStoreError) -> [LogFile] {
        var listing = Listing(root: root, tally: tally)
        do throws(SystemCallError) {
            try listing.list("", depth: 0)
        } catch {
            throw FleetStoreError(.sourceNotReadable, "\(error.message); check its permissions", cause: error)
        }
        return listing.files
    }

    /// A file of a folder.
    static func file(named name: String, at path: String, order: Int?, size: Int) -> LogFile {
        LogFile(name: name, order: order, size: size) { () throws(FleetStoreError) in
            do {
                let medium = try OpenMedium(path)
                let path = PathText.shown(path)
                guard medium.mode & S_IFMT == S_IFREG else {
                    throw FleetStoreError(.sourceNotReadable, "\(path) not a regular file; skipped")
                }
                guard medium.size <= Limit.log else { throw LogFile.tooLarge(path, medium.size) }
                let content = medium.read(at: 0, count: Int(medium.size))
                guard content.count == medium.size else {
                    throw FleetStoreError(
                        .sourceNotReadable,
                        "\(path) cannot be read beyond byte \(content.count) of \(medium.size); the medium is damaged")
                }
                return Array(content)
            } catch let error as FleetStoreError {
                throw error
            } catch let error as SystemCallError {
                throw FleetStoreError(.sourceNotReadable, "\(error.message); check its permissions", cause: error)
            } catch {
                throw FleetStoreError(.sourceNotReadable, "\(name): \(error)", cause: error)
            }
        }
    }

    private struct Listing {
        let root: String
        var files: [LogFile] = []
        private let tally: SourceTally
        private var logs = 0
        private var remainingEntries = maximumEntries

        init(root: String, tally: SourceTally) {
            self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
            self.tally = tally
        }

        /// Lists a folder, whose path in the root is empty or ends with a slash.
        mutating func list(_ folder: String, depth: Int) throws(SystemCallError) {
            let (entries, isFAT) = try entries(of: "\(root)/\(folder)")
            for entry in entries {
                let path = folder + entry.name
                let shown = PathText.shown(path)
                guard remainingEntries > 0 else { return }
                remainingEntries -= 1
                if remainingEntries == 0 {
                    files.append(
                        .refused(
                            PathText.shown(root), .sourceTooLarge,
                            "\(PathText.shown(root)): more than \(maximumEntries) files; name its folders"))
                } else if entry.kind == .folder {
                    do throws(SystemCallError) {
                        guard depth < maximumDepth else {
                            throw SystemCallError(
                                call: "open", object: PathText.shown("\(root)/\(path)"), number: ENAMETOOLONG)
                        }
                        try list(path + "/", depth: depth + 1)
                    } catch {
                        files.append(
                            LogFile(name: shown) { () throws(FleetStoreError) in
                                throw FleetStoreError(
                                    .sourceNotReadable, "\(error.message); check its permissions", cause: error)
                            })
                    }
                } else if entry.kind == .file, LogFile.isLog(entry.name) {
                    files.append(
                        FolderLogs.file(
                            named: shown, at: "\(root)/\(path)", order: isFAT ? logs : nil, size: entry.size))
                    logs += 1
                } else if entry.kind == .file, LogFile.isContainer(entry.name) {
                    files.append(.nested(shown, in: PathText.shown(root)))
                } else {
                    tally.foreign += 1
                }
            }
        }

        private enum Kind { case file, folder, other }

        private struct Entry {
            /// As `PathText` has it.
            let name: String
            let kind: Kind
            /// In bytes, of a log.
            let size: Int
        }

        /// What a folder holds; links, and what begins with a dot, are neither files nor folders.
        private func entries(of path: String) throws(SystemCallError) -> (entries: [Entry], isFAT: Bool) {
            let descriptor = try retryingInterrupts("open", PathText.shown(path)) {
                PathText.withBytes(of: path) {
                    clinux_open_without_access_time($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                }
            }
            let isFAT = clinux_is_on_fat(descriptor) != 0
            guard let stream = fdopendir(descriptor) else {
                let number = errno
                close(descriptor)
                throw SystemCallError(call: "fdopendir", object: PathText.shown(path), number: number)
            }
            defer { closedir(stream) }
            var entries: [Entry] = []
            while let entry = readdir(stream) {
                let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
                let name = PathText.text(bytes)
                if name == "." || name == ".." { continue }
                var type = Int(entry.pointee.d_type)
                var size = 0
                if type == DT_UNKNOWN || LogFile.isLog(name) {
                    var status = stat()
                    let result = PathText.withBytes(of: name) { fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }
                    if result == 0 {
                        type = Int(status.st_mode & S_IFMT) >> 12
                        size = min(Int(status.st_size), Limit.log)
                    }
                }
                let isHidden = name.hasPrefix(".")
                let kind: Kind =
                    isHidden ? .other : type == DT_DIR ? .folder : [DT_REG, DT_UNKNOWN].contains(type) ? .file : .other
                entries.append(Entry(name: name, kind: kind, size: size))
            }
            return (isFAT ? entries : entries.sorted { $0.name < $1.name }, isFAT)
        }
    }
}
