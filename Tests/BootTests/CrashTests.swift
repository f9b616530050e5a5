import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// The agent is killed in the middle of a repair.
@Suite("A crash of the agent", .needsImage, .needs(.bios), .needsDiskTools)
struct CrashTests {
    @Test(
        "is told on screen and in the log, leaves a shell and a sound volume, and the next run ends the work",
        arguments: [("copied", "repaired"), ("removed", "nothing-to-do")])
    func crash(after event: String, next: String) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            let devices: [VirtualMachine.Device] = [.usbStick(stick), .nvme(disk.path)]
            let first = try await bench.boot(
                bench.direct(devices, "unloop.drill=\(event)"), picture: "crash-\(event)"
            ) { machine in
                try await Task.sleep(for: .seconds(4))
                try await machine.typeFirstOnSerialLine("s")
                try await machine.waitForPrompt("unloop# ", timeout: Bench.patience)
                try machine.sendSerial("echo the-shell-$((40+2))\n")
                try await machine.wait(for: "the-shell-42", timeout: Bench.patience)
                try machine.sendSerial("exit\n")
            }
            #expect(first.outcome == "failed")
            #expect(first.transcript.contains("the repair program was ended by signal 9"))
            let log = try bench.content(of: stick).expectLog(.failed, of: [disk])
            #expect(log.end?.code == "agent-crashed")
            #expect(log.removedPaths.count == (event == "removed" ? 1 : 0))

            let state = try DiskState(of: disk.original)
            let wanted = event == "removed" ? state.removing(disk.delete).state : state
            #expect(try DiskState(of: disk.path).differences(from: wanted) == [])

            let second = try await bench.boot(bench.direct(devices, "unloop.then=poweroff"))
            #expect(second.outcome == next)
            try disk.expectRepaired()
            let logs = try bench.content(of: stick).logs
            #expect(Set(logs.compactMap(\.end?.outcome.rawValue)) == ["failed", next])
        }
    }
}
