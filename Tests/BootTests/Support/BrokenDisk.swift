import Foundation
import TestSupport
import Testing
import VMLab

/// A machine's disk before it is booted: which generator makes it, and what has to go from it.
struct BrokenDisk: Sendable, CustomTestStringConvertible {
    enum Generator: String { case project = "scripts/make-demo-disk", fixtures = "the fixtures' generator" }

    let name: String
    let generator: Generator

    /// A disk of the project's own generator.
    static func own(_ name: String) -> BrokenDisk { BrokenDisk(name: name, generator: .project) }

    /// A disk of the fixtures' generator.
    static func fixture(_ name: String) -> BrokenDisk { BrokenDisk(name: name, generator: .fixtures) }

    var testDescription: String { "\(name) of \(generator.rawValue)" }

    /// What the generators write beside each image.
    struct Expectation: Decodable {
        /// Paths that have to go; `p3:` before one means partition 3.
        let delete: [String]
        /// The parts of the images' names where a machine has several disks.
        let disks: [String]?
    }

    /// Makes the disk's images in a folder.
    func make(in folder: URL) throws -> (images: [String], delete: [String]) {
        switch generator {
        case .project:
            try Shell.run(Fixtures.packageRoot.appendingPathComponent("scripts/make-demo-disk").path, folder.path, name)
        case .fixtures:
            guard let fixtures = Fixtures.folder else { throw BenchError("no fixtures") }
            let program = fixtures.appendingPathComponent("make/make-windows-disk.sh").path
            try Shell.run(program, folder.path, name, environment: ["SMALL": "1", "PYTHONDONTWRITEBYTECODE": "1"])
        }
        let text = try Data(contentsOf: folder.appendingPathComponent("\(name).json"))
        let expectation = try JSONDecoder().decode(Expectation.self, from: text)
        let images = (expectation.disks ?? [""]).map { folder.appendingPathComponent("\(name)\($0).img").path }
        return (images, expectation.delete)
    }
}
