import Foundation
import TestSupport
import Testing
import VMLab
import Vocabulary

@testable import StickWriter

/// A BIOS starts an incomplete stick, and its user reads why nothing comes.
@Suite(
    "Incomplete sticks under SeaBIOS",
    .enabled(
        if: LabRequirements.missing(for: .bios).isEmpty && SampleStick.needsTools, "needs qemu-system-x86, mtools"),
    .timeLimit(.minutes(3)))
struct IncompleteBootTests {
    @Test("tell that they are to be written again")
    func tells() async throws {
        try await withTemporaryFolder { folder in
            let image = try StickImage(SampleStick.image(in: folder))
            let disk = try FaultyDisk(in: folder, size: 80 << 20)
            let stick = try PreparedStick(image, size: 80 << 20, additions: StickAdditions())
            #expect(StickWriter(stick, to: disk, isInterrupted: { true }).run().outcome == .incomplete)
            var configuration = VirtualMachine.Configuration(firmware: .bios, devices: [.usbStick(disk.path)])
            // SeaBIOS shows its text screen on the serial line.
            configuration.extraArguments = ["-machine", "graphics=off"]
            try await VirtualMachine.run(configuration) { machine in
                _ = try await machine.wait(for: IncompleteMark.message, timeout: .seconds(120))
            }
        }
    }
}
