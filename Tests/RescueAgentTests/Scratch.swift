import Foundation
import RecoveryLog
import TestSupport
import Vocabulary

@testable import RescueAgent

/// Gives the path of a new temporary folder to `body`.
func withScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
    try withTemporaryFolder { try body($0.resolvingSymlinksInPath().path) }
}

func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

func makeFile(_ path: String, _ text: String = "content") throws {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
}

let machine = MachineIdentity(serial: "S-1", macs: [], firmware: .bios, secureBoot: .unsupported)
let start = StartEvent(run: "00c0ffee", image: "i", version: "v", mode: .repair, machine: machine, settings: [])

func note(_ message: String) -> LogEvent { .note(NoteEvent(code: .detail, message: message)) }
