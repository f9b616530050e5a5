internal import DebianPackages
internal import Diagnostics
internal import Digests
internal import Foundation

/// Makes the keyboard layouts of the image: keymaps of Debian's console-data in the binary form of Busybox ("bkeymap"),
/// which the agent gives to the kernel table by table. That form has no includes and needs no program to be read.
struct KeymapCompiler {
    /// The command without arguments.
    let loadkeys: [String]
    let packages: PackageTree
    /// Where results are kept.
    let cache: ContentCache

    private static let folder = "usr/share/keymaps"
    private static let options = ["--quiet", "--unicode", "--bkeymap"]

    /// A keymap in binary form.
    ///
    /// - Parameter keymap: The path below `usr/share/keymaps`, without `.kmap.gz`.
    func compile(_ keymap: String) throws -> [UInt8] {
        let path = "\(Self.folder)/\(keymap).kmap.gz"
        guard let source = try packages.resolve(path) else {
            throw RescueImageError(
                .missingFile, "keyboards: /\(path): none of the packages has this keymap. Correct it in template.yaml.")
        }
        let key = try SHA256Hasher.hash(Array("\(keymap)\n\(inputs())".utf8))
        let folder = try cache.result("\(key)") { folder in
            // Keymaps include others by name, from their own folder and from `include`. loadkeys has a shell unpack them
            // and quotes nothing: with relative paths, nobody's folder name gets into that. What goes wrong there it
            // merely tells.
            let top = String(source.file.hostPath.dropLast(path.utf8.count)) + Self.folder
            let own = (keymap as NSString).deletingLastPathComponent
            let shared = (own as NSString).deletingLastPathComponent + "/include"
            let made = try CommandLineTool.run(
                ["env", "-C", top] + loadkeys + Self.options + ["\(keymap).kmap.gz"],
                environment: ["LOADKEYS_INCLUDE_PATH": "\(shared):\(own)"])
            guard made.standardError.isEmpty else {
                throw RescueImageError(
                    .tool, "keyboards: /\(path): \(String(decoding: made.standardError, as: UTF8.self))")
            }
            try HostFile.write(made.standardOutput, to: "\(folder)/keymap")
        }
        return try HostFile.read("\(folder)/keymap")
    }

    /// All keymaps, since each can include any, and the program.
    private func inputs() throws -> String {
        var lines = loadkeys + Self.options
        for path in packages.paths(below: Self.folder) {
            if case .file(let file)? = packages[path] { lines.append("\(file.sha256) \(path)") }
        }
        return lines.joined(separator: "\n")
    }
}
