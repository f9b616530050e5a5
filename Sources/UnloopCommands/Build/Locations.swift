internal import Foundation

/// Where things are when the command line does not say.
enum Locations {
    /// The template of the working folder, or of the source tree that the executable was built in.
    static func template() -> String {
        let name = "ImageTemplates/rescue"
        if FileManager.default.fileExists(atPath: name) { return name }
        var folder = executable.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent(name).path
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return name
    }

    /// The user's cache (XDG Base Directory Specification 0.8).
    static func cache() -> String {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return folder + "/unloop" }
        return (environment["HOME"] ?? "/var/tmp") + "/.cache/unloop"
    }

    /// A file in the folder of the running executable.
    static func besideExecutable(_ name: String) -> String {
        executable.deletingLastPathComponent().appendingPathComponent(name).path
    }

    private static var executable: URL { URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath() }
}
