import Foundation
import TestSupport
import Testing
import VMLab

/// Repairs of disks that do not come to their end by themselves.
@Suite(
    "Offline disks, interrupted", .needsImage, .needs(.bios), .needsDiskTools, .needsUnloopCommand,
    .enabled(if: Shell.has("qemu-img", "qemu-nbd"), "needs qemu-utils"))
struct OfflineInterruptionTests {
    @Test("A virtual machine that hangs is ended by its limit and told")
    func hung() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-mbr"))
            let run = try OfflineRun(bench, groups: ["slow": [disk.path]], ["--limit", "1"])
            #expect(run.status == 1 && run["slow"] == OfflineRun.Machine("slow", "failed"), "\(run.output)")
            #expect(run.output.contains("appliance-hung") && run.output.contains("--limit"))
            try disk.expectUntouched()
        }
    }

    @Test("Ctrl-C stops before anything is written")
    func stopped() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-mbr"))
            let run = try OfflineRun(bench, groups: ["web": [disk.path]], signal: SIGINT, at: "looking")
            #expect(run.status == 1 && run["web"] == OfflineRun.Machine("web", "failed"), "\(run.output)")
            #expect(run.output.contains("offline-stopped"))
            try disk.expectUntouched()
        }
    }

    @Test("Killed while it writes the changes, and run again: it ends whole, and can be put back")
    func killed() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-mbr"))
            let groups = ["web": [disk.path]]
            let cut = try OfflineRun(bench, groups: groups, signal: SIGKILL, at: "writing the changes")
            #expect(cut.status == 128 + SIGKILL, "\(cut.output)")
            let run = try OfflineRun(bench, groups: groups)
            #expect(run.status == 0, "\(run.output)")
            try disk.expectRepaired()
            try run.undo("web")
            try disk.expectUntouched()
        }
    }
}
