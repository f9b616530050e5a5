import FleetSimulation
import Foundation
import TestSupport

/// A stick of a simulated fleet as it comes back: a folder, a zip file, or an image.
struct SimulatedStick {
    let stick: SimulatedFleet.Stick
    let folder: URL

    init(_ stick: SimulatedFleet.Stick, in folder: URL) {
        self.stick = stick
        self.folder = folder.appendingPathComponent(stick.name)
    }

    func source() throws -> URL {
        guard let number = Int(stick.name.dropFirst("stick-".count)) else { return folder }
        if number.isMultiple(of: SimulatedFleet.imageInterval) { return try image() }
        return number.isMultiple(of: 3) ? try archive() : folder
    }

    private func archive() throws -> URL {
        let file = folder.appendingPathExtension("zip")
        if !FileManager.default.fileExists(atPath: file.path) {
            try Shell.run("zip", "-q", "-1", "-r", file.path, ".", directory: folder)
        }
        return file
    }

    private func image() throws -> URL {
        let file = folder.appendingPathExtension("img")
        if FileManager.default.fileExists(atPath: file.path) { return file }
        try Shell.run("truncate", "-s", "64M", file.path)
        try Shell.run("mformat", "-i", file.path, "-F", "-v", "UNLOOP-LOG", "::")
        // Folders and files in the order in which they were made.
        var folders: [(name: String, files: [String])] = []
        for path in try stick.files.map({ try $0.path() }) {
            let name = path.split(separator: "/").dropLast().joined(separator: "/")
            if let index = folders.firstIndex(where: { $0.name == name }) {
                folders[index].files.append(path)
            } else {
                folders.append((name, [path]))
            }
        }
        try Shell.run("mmd", "-i", file.path, "::logs")
        for (name, files) in folders {
            if name != "logs" { try Shell.run("mmd", "-i", file.path, "::\(name)") }
            try Shell.run(["mcopy", "-Q", "-i", file.path] + files + ["::\(name)"], directory: folder)
        }
        return file
    }
}
