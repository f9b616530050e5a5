import Foundation
import TestSupport
import Testing
import VMLab

/// A place where a machine is put together, booted from the image under test and looked at afterwards.
struct Bench {
    let folder: URL

    static let identity = VirtualMachine.Identity(
        manufacturer: "Lab", product: "Bench 1", serial: "SN-291", uuid: "11223344-5566-7788-99aa-bbccddeeff00")

    /// A boot takes 7 to 30 s under TCG; other work on the machine may make that several times as much.
    static let patience = Duration.seconds(900)

    static func with(_ body: (Bench) async throws -> Void) async throws {
        try await VMSlots.withSlot {
            try await withTemporaryFolder { folder in try await body(Bench(folder: folder)) }
        }
    }

    // MARK: Parts

    /// A stick with the image on it.
    func stick(_ name: String = "stick", from image: String = ImageUnderTest.stick) throws -> String {
        let path = folder.appendingPathComponent("\(name).img").path
        try DiskComparison.copy(image, to: path)
        return path
    }

    /// The disks of a broken machine.
    func disks(_ disk: BrokenDisk) throws -> [MachineDisk] {
        let (images, delete) = try disk.make(in: folder)
        return try images.map { try MachineDisk($0, delete: delete) }
    }

    /// The disk of a broken machine that has one.
    func disk(_ disk: BrokenDisk) throws -> MachineDisk { try #require(try disks(disk).first) }

    /// What is on a stick after a run.
    func content(of stick: String) throws -> StickContent {
        try StickContent(stick: stick, original: ImageUnderTest.stick, scratch: folder)
    }

    // MARK: Boots

    /// A machine that starts the image's kernel without firmware and loader: the quick way to what the agent does.
    func direct(_ devices: [VirtualMachine.Device], _ words: String...) throws -> VirtualMachine.Configuration {
        var configuration = VirtualMachine.Configuration(firmware: .bios, devices: devices)
        let unpacked = try UnpackedKernel.image.get()
        configuration.kernel = unpacked.kernel
        configuration.initrd = unpacked.initrd
        configuration.commandLine = try ImageUnderTest.commandLine(ImageUnderTest.emulation + words)
        return configuration
    }

    /// Boots a machine, waits for the last page, and ends the run by a key where the page asks for one.
    ///
    /// - Parameters:
    ///   - menu: the keys that choose an entry of the boot menu; none waits for the first one to start by itself.
    ///   - picture: the name of the last page's picture in the folder that UNLOOP_SCREENSHOTS names, if it names one.
    ///   - atTheEnd: what is done while the last page is shown.
    ///   - during: what is done before, while the machine works.
    func boot(
        _ configuration: VirtualMachine.Configuration, menu: [String] = [], picture: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation,
        atTheEnd: (VirtualMachine) async throws -> Void = { _ in },
        during: (VirtualMachine) async throws -> Void = { _ in }
    ) async throws -> FinalPage {
        var configuration = configuration
        prepare(&configuration)
        let begin = ContinuousClock.now
        let page = try await VirtualMachine.run(configuration) { machine in
            try await Self.choose(menu, on: machine)
            try await during(machine)
            let line = try await machine.wait(for: "Unloop outcome: ", timeout: Self.patience)
            let duration = ContinuousClock.now - begin
            let last = try await machine.wait(for: "the last page's end", timeout: Self.patience) {
                $0.hasPrefix("Press any key") || $0.hasPrefix("The machine ")
            }
            if let picture { try await Self.photograph(machine, picture) }
            try await atTheEnd(machine)
            if last.hasPrefix("Press") { try await Self.pressKey(machine) }
            try await machine.waitForExit(timeout: Self.patience)
            let outcome = line.split(separator: " ").last.map(String.init) ?? ""
            let page = FinalPage(outcome: outcome, transcript: machine.transcript)
            FieldResults.note(page, after: duration)
            return page
        }
        #expect(ConsoleScan.problems(in: page.transcript) == [], sourceLocation: sourceLocation)
        return page
    }

    /// Gives a machine its identity and time, and a text screen where it is to have one: QEMU tells only a kernel that is
    /// packed, with its setup code, that there is one.
    func prepare(_ configuration: inout VirtualMachine.Configuration) {
        if configuration.kernel != nil, configuration.commandLine?.contains("nomodeset") == true {
            configuration.kernel = ImageUnderTest.packedKernel
        }
        configuration.identity = Self.identity
        configuration.clock = "2024-07-20T10:00:00"
    }

    /// Waits for the boot menu and presses keys in it.
    ///
    /// - Parameter mark: the first line that counts, where the machine has started before.
    static func choose(_ keys: [String], on machine: VirtualMachine, after mark: Int = 0) async throws {
        guard !keys.isEmpty else { return }
        machine.sendKeys(["esc"], when: "Esc: other choices", after: mark)
        let lastEntry = "Start from the disk instead"
        machine.sendKeys(keys, when: lastEntry, after: mark)
        try await machine.wait(for: lastEntry, after: mark, timeout: patience)
    }

    /// Presses Enter until the machine ends: the agent sounds its outcome before it listens.
    private static func pressKey(_ machine: VirtualMachine) async throws {
        for _ in 0..<20 where machine.isRunning {
            try machine.sendKeys("ret")
            _ = try? await machine.waitForExit(timeout: .seconds(2))
        }
    }

    /// Takes the screen's picture, a while after the serial line has had its page: the screen gets it next.
    private static func photograph(_ machine: VirtualMachine, _ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["UNLOOP_SCREENSHOTS"] else { return }
        try await Task.sleep(for: .seconds(3))
        try machine.screendump(to: "\(folder)/\(name).png")
    }
}
