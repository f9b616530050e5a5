internal import CLinux
internal import Diagnostics
internal import Glibc
internal import Vocabulary

/// The logs of a folder and of the folders in it.
enum FolderLogs {
    private static let maximumDepth = 64

    /// The logs in the order of their paths; on FAT in that of the directories, which is the order in which files were made.
    ///
    /// - Throws: when the folder itself cannot be listed. A folder in it that cannot be listed is a file that cannot be
    ///   read.
    static func files(in root: String) throws(FleetStoreError) -> [LogFile] {
        var listing = Listing(root: root)
        do throws(SystemCallError) {
            try listing.list("", depth: 0)
        } catch {
            throw FleetStoreError(.sourceNotReadable, "\(error.message); check its permissions", cause: error)
        }
        return listing.files
    }

    /// A file of a folder.
    static func file(named name: String, at path: String, order: Int?) -> LogFile {
        LogFile(name: name, order: order) { () throws(FleetStoreError) in
            do {
                let medium = try OpenMedium(path)
                guard medium.mode & S_IFMT == S_IFREG else {
                    throw FleetStoreError(.sourceNotReadable, "\(path) is not a regular file; it is no log")
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
                throw FleetStoreError(.sourceNotReadable, "\(path): \(error)", cause: error)
            }
        }
    }

    private struct Listing {
        let root: String
        var files: [LogFile] = []
        private var logs = 0

        init(root: String) { self.root = root.hasSuffix("/") ? String(root.dropLast()) : root }

        /// Lists a folder, whose path in the root is empty or ends with a slash.
        mutating func list(_ folder: String, depth: Int) throws(SystemCallError) {
            let (entries, isFAT) = try entries(of: "\(root)/\(folder)")
            for (name, isFolder) in entries {
                let path = folder + name
                if isFolder {
                    do throws(SystemCallError) {
                        guard depth < maximumDepth else {
                            throw SystemCallError(call: "open", object: "\(root)/\(path)", number: ENAMETOOLONG)
                        }
                        try list(path + "/", depth: depth + 1)
                    } catch {
                        files.append(
                            LogFile(name: path) { () throws(FleetStoreError) in
                                throw FleetStoreError(
                                    .sourceNotReadable, "\(error.message); check its permissions", cause: error)
                            })
                    }
                } else if LogFile.isLog(name) {
                    files.append(FolderLogs.file(named: path, at: "\(root)/\(path)", order: isFAT ? logs : nil))
                    logs += 1
                } else if LogFile.isContainer(name) {
                    files.append(.nested(path, in: root))
                }
            }
        }

        /// Names of files and folders; links, and what begins with a dot, are neither.
        private func entries(
            of path: String
        ) throws(SystemCallError) -> (entries: [(name: String, isFolder: Bool)], isFAT: Bool) {
            let descriptor = try retryingInterrupts("open", path) {
                clinux_open_without_access_time(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            }
            let isFAT = clinux_is_on_fat(descriptor) != 0
            guard let stream = fdopendir(descriptor) else {
                let number = errno
                close(descriptor)
                throw SystemCallError(call: "fdopendir", object: path, number: number)
            }
            defer { closedir(stream) }
            var entries: [(name: String, isFolder: Bool)] = []
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name.hasPrefix(".") { continue }
                var type = Int(entry.pointee.d_type)
                if type == DT_UNKNOWN {
                    var status = stat()
                    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
                    type = Int(status.st_mode & S_IFMT) >> 12
                }
                if type == DT_DIR || type == DT_REG { entries.append((name, type == DT_DIR)) }
            }
            return (isFAT ? entries : entries.sorted { $0.name < $1.name }, isFAT)
        }
    }
}
