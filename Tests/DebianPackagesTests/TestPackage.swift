import DebianPackages
import HostPrograms
import TestSupport

/// A package to be built by dpkg-deb.
struct TestPackage {
    var name: String
    var version = "1.0"
    var fields: [String] = []

    /// Builds the package into `folder/<pool path>`.
    ///
    /// - Returns: The path of the .deb file below `folder`.
    func build(in folder: ScratchFolder, compression: String = "xz") throws -> String {
        let tree = "trees/\(name)-\(version)"
        let control = [
            "Package: \(name)", "Version: \(version)", "Architecture: amd64", "Maintainer: Test <test@example.org>",
        ]
        let lines = control + fields + ["Description: made by a test"]
        try folder.write("\(tree)/DEBIAN/control", lines.map { $0 + "\n" }.joined())
        try folder.write("\(tree)/usr/share/\(name)/data", "\(name) \(version)\n")
        let file = "pool/main/\(name.prefix(1))/\(name)/\(name)_\(version)_amd64.deb"
        try folder.write(file, "")
        try HostProgram.run([
            "dpkg-deb", "--root-owner-group", "-Z\(compression)", "--build", "\(folder.path)/\(tree)",
            "\(folder.path)/\(file)",
        ])
        return file
    }
}
