internal import Diagnostics
internal import LinuxSystem
internal import Vocabulary

/// The keyboard layouts of the image. The kernel's own is that of the United States.
enum KeyboardLayouts {
    /// The layout that needs no file.
    static let own = KeyboardLayout.builtIn.rawValue

    /// The names of the layouts, sorted.
    static func names(in folder: String = AgentPaths.keyboards) -> [String] {
        let files = ((try? Directory.open(folder).entries()) ?? []).map(\.name.text)
        return
            ([own]
            + files.filter { $0.hasSuffix(ImagePath.keyboardSuffix) }.map {
                String($0.dropLast(ImagePath.keyboardSuffix.count))
            }).sorted()
    }

    /// Gives a layout to the kernel.
    ///
    /// - Returns: What is wrong, if the keys mean what they did before.
    static func use(_ name: String, on screen: Console?, from folder: String = AgentPaths.keyboards) -> String? {
        guard name != own, let screen else { return nil }
        let path = "\(folder)/\(name)\(ImagePath.keyboardSuffix)"
        do throws(LinuxError) {
            try screen.useKeymap(Keymap(try OpenFile.open(path).readAll(limit: 128 << 10), name: path))
            return nil
        } catch {
            return "the keyboard stays as it was: \(error.message)"
        }
    }
}
