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

    /// The fixtures' generator beside a registry hive that everybody may write. It copies the hive's mode with its content:
    /// whoever is not root gets machines without names from fixtures that are read-only.
    private static func copyGenerator(to folder: URL) throws -> URL {
        guard let fixtures = Fixtures.folder else { throw BenchError("no fixtures") }
        let copy = folder.appendingPathComponent("generator")
        let program = copy.appendingPathComponent("make")
        guard !FileManager.default.fileExists(atPath: program.path) else { return program }
        let hives = copy.appendingPathComponent("real/hivex")
        try FileManager.default.createDirectory(at: hives, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: program, withIntermediateDirectories: true)
        let make = fixtures.appendingPathComponent("make")
        for name in try FileManager.default.contentsOfDirectory(atPath: make.path) {
            try? FileManager.default.copyItem(
                at: make.appendingPathComponent(name), to: program.appendingPathComponent(name))
        }
        try Data(contentsOf: fixtures.appendingPathComponent("real/hivex/minimal"))
            .write(to: hives.appendingPathComponent("minimal"))
        return program
    }

    /// Makes the disk's images in a folder.
    func make(in folder: URL) throws -> (images: [String], delete: [String]) {
        switch generator {
        case .project:
            try Shell.run(Fixtures.packageRoot.appendingPathComponent("scripts/make-demo-disk").path, folder.path, name)
        case .fixtures:
            let program = try Self.copyGenerator(to: folder).appendingPathComponent("make-windows-disk.sh").path
            try Shell.run(program, folder.path, name, environment: ["SMALL": "1", "PYTHONDONTWRITEBYTECODE": "1"])
        }
        let text = try Data(contentsOf: folder.appendingPathComponent("\(name).json"))
        let expectation = try JSONDecoder().decode(Expectation.self, from: text)
        let images = (expectation.disks ?? [""]).map { folder.appendingPathComponent("\(name)\($0).img").path }
        return (images, expectation.delete)
    }
}
