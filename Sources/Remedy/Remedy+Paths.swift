internal import YAMLTree

/// Checks of what a remedy may name: a folder beneath Windows and files in it, never more.
extension YAMLReader {
    /// The names of a folder's path beneath Windows, separated by `\` or `/`.
    func remedyFolder() throws(RemedyError) -> [String] {
        let path = try malformed { () throws(YAMLError) in try string() }
        let names = path.split(omittingEmptySubsequences: false) { $0 == "\\" || $0 == "/" }.map(String.init)
        if path.contains(":") {
            throw unsafeFolder("a drive letter; write the path beneath the Windows folder, such as System32\\drivers")
        }
        for name in names {
            if name.isEmpty {
                throw unsafeFolder(
                    "it begins or ends with a separator, or has two together; leave only single ones between")
            }
            if name == "." || name == ".." { throw unsafeFolder("\"\(name)\" leads elsewhere; write the path itself") }
            if let problem = problemOfName(name, isPattern: false) { throw unsafeFolder(problem) }
        }
        return names
    }

    /// A file name with wildcards that begins with something.
    func remedyName(isPinnedByHash: Bool) throws(RemedyError) -> NamePattern {
        let text = try malformed { () throws(YAMLError) in try string() }
        if let problem = problemOfName(text, isPattern: true) {
            throw RemedyError(.unsafeName, error(problem))
        }
        let pattern = NamePattern(text)
        guard pattern.literalStart >= 3 || isPinnedByHash else {
            throw RemedyError(
                .unsafeName,
                error(
                    "\"\(text)\" could take files that nobody meant; begin with at least three letters or digits before "
                        + "a wildcard, or list hashes under only: sha256:"))
        }
        return pattern
    }

    private func unsafeFolder(_ detail: String) -> RemedyError { RemedyError(.unsafeFolder, error(detail)) }

    /// Why a name cannot be a file's in Windows, or nil. (Win32 naming: no `<>:"/\|`, no control characters, no blank or
    /// dot at the end; 255 UTF-16 units in NTFS.)
    private func problemOfName(_ name: String, isPattern: Bool) -> String? {
        let refused = "<>:\"/\\|" + (isPattern ? "" : "*?")
        if let character = name.first(where: { refused.contains($0) }) {
            return "\"\(name)\" has the character \(character), which Windows names cannot have; remove it"
        }
        if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "the name has a control character; remove it"
        }
        if name.hasSuffix(" ") || name.hasSuffix(".") { return "\"\(name)\" ends with a blank or a dot; remove it" }
        return name.utf16.count > 255 ? "the name is longer than the 255 characters of NTFS; shorten it" : nil
    }
}
