import Foundation
import TestSupport
import Testing
import VMLab

/// One boot of a machine with encrypted volumes, and the search for secrets in what it leaves.
struct LockedRun {
    let bench: Bench
    let stick: String
    /// Everything from the serial port, control sequences and all.
    let serialLog: String
    let search: SecretSearch
    /// Where the keys lie that were put on the stick.
    private let placesBefore: Set<Int>

    /// - Parameters:
    ///   - files: what is in `keys/` on the stick, by name.
    ///   - secrets: what may be nowhere afterwards but in those files.
    init(on bench: Bench, keys files: [String: String] = [:], secrets: [Secret]) throws {
        self.bench = bench
        stick = try bench.stick()
        serialLog = bench.folder.appendingPathComponent("serial.log").path
        for (name, text) in files {
            let file = bench.folder.appendingPathComponent(name)
            try Data(text.utf8).write(to: file)
            try bench.put(file, inKeysOf: stick)
        }
        search = SecretSearch(secrets)
        placesBefore = try search.places(in: stick)
        #expect(files.isEmpty || secrets.isEmpty || placesBefore != [], "the search finds what was put there")
    }

    /// Boots the machine from the image's kernel. It switches itself off in the end, unless there is something to do then.
    ///
    /// - Parameters:
    ///   - hardware: further words of QEMU's command line.
    ///   - patience: how long the outcome may take; each key stretch takes a processor 5 s under TCG.
    ///   - during: what is done before the last page.
    ///   - atTheEnd: what is done while the last page is shown.
    func boot(
        _ devices: [VirtualMachine.Device], _ words: String..., processors: Int = 1, hardware: [String] = [],
        patience: Duration = Bench.patience,
        during: (VirtualMachine) async throws -> Void = { _ in },
        atTheEnd: ((VirtualMachine) async throws -> Void)? = nil
    ) async throws -> FinalPage {
        var configuration = try bench.direct([.usbStick(stick)] + devices)
        configuration.commandLine = try ImageUnderTest.commandLine(
            words + ImageUnderTest.emulation + ["unloop.then=\(atTheEnd == nil ? "poweroff" : "wait")"])
        configuration.serialLog = serialLog
        configuration.processors = processors
        configuration.extraArguments = hardware
        bench.prepare(&configuration)
        let begin = ContinuousClock.now
        let page = try await VirtualMachine.run(configuration) { machine in
            try await during(machine)
            let line = try await machine.wait(for: "Unloop outcome: ", timeout: patience)
            let duration = ContinuousClock.now - begin
            if let atTheEnd {
                try await machine.wait(for: "Press any key", timeout: Bench.patience)
                try await atTheEnd(machine)
                for _ in 0..<20 where machine.isRunning {
                    try machine.sendKeys("ret")
                    _ = try? await machine.waitForExit(timeout: .seconds(2))
                }
            }
            try await machine.waitForExit(timeout: Bench.patience)
            let outcome = line.split(separator: " ").last.map(String.init) ?? ""
            let page = FinalPage(outcome: outcome, transcript: machine.transcript)
            FieldResults.note(page, after: duration)
            return page
        }
        #expect(ConsoleScan.problems(in: page.transcript) == [])
        return page
    }

    /// No secret is in the memory of the screen, which in text mode holds what has scrolled away too.
    func expectNoSecrets(onTextScreenOf machine: VirtualMachine) async throws {
        // The screen gets its page after the serial line.
        try await Task.sleep(for: .seconds(3))
        let file = bench.folder.appendingPathComponent("screen").path
        // 32 KiB at 0xB8000: a character and its colours by turns.
        try machine.saveMemory(from: 0xB8000, count: 0x8000, to: file)
        let memory = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
        let text = stride(from: 0, to: memory.count, by: 2).map { memory[$0] }
        #expect(String(decoding: text, as: UTF8.self).contains("Press any key"), "the screen is in text mode")
        try Data(text).write(to: URL(fileURLWithPath: file))
        #expect(try search.places(in: file) == [], "secrets on the screen")
    }

    /// No secret is on the stick (but in the files that were put there), in its logs, or on the serial line.
    func expectNoSecrets(in page: FinalPage, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let places = try search.places(in: stick)
        #expect(places.subtracting(placesBefore) == [], "secrets on the stick", sourceLocation: sourceLocation)
        #expect(try search.places(in: serialLog) == [], "secrets on the serial line", sourceLocation: sourceLocation)
        let text = bench.folder.appendingPathComponent("transcript")
        try Data(page.transcript.utf8).write(to: text)
        #expect(try search.places(in: text.path) == [], "secrets in the lines", sourceLocation: sourceLocation)
    }
}

extension Bench {
    /// Copies a file into `keys/` of a stick, as an administrator does.
    func put(_ file: URL, inKeysOf stick: String) throws {
        try Shell.run(
            "mcopy", "-i", logVolume(of: stick), file.path, "::/keys/", environment: ["MTOOLS_SKIP_CHECK": "1"])
    }
}
