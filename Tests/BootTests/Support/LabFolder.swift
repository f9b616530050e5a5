import Foundation

@testable import VMLab

/// A folder for one test, removed with it.
final class LabFolder {
    /// Its path.
    let path: String

    init() throws { path = try HostProgram.temporaryFolder() }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Runs a program silently; throws when it fails.
    func run(_ words: String...) throws {
        let process = try HostProgram.process(words)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw CocoaError(.executableLoad) }
    }
}
