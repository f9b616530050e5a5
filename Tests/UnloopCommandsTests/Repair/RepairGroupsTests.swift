internal import ArgumentParser
internal import Diagnostics
internal import OfflineRepair
internal import Testing
internal import Vocabulary

@testable internal import UnloopCommands

@Suite struct RepairGroupsTests {
    private func machines(_ words: String...) throws -> [String: [String]] {
        let command = try UnloopCommand.parseAsRoot(RepairGroups.marked(["repair"] + words))
        let repair = try #require(command as? RepairCommand)
        let machines = try RepairGroups.machines(repair.disks, groups: repair.group)
        return Dictionary(uniqueKeysWithValues: machines.map { ($0.name, $0.disks) })
    }

    @Test func theDisksBehindANameAreThoseOfOneMachine() throws {
        #expect(try machines("a/web01.vhdx") == ["web01": ["a/web01.vhdx"]])
        #expect(try machines("/dev/sdb", "x y.raw") == ["sdb": ["/dev/sdb"], "x_y": ["x y.raw"]])
        #expect(
            try machines("--group", "web01", "c.vmdk", "d.vmdk", "--look-only", "--group=web02", "c2.vmdk")
                == ["web01": ["c.vmdk", "d.vmdk"], "web02": ["c2.vmdk"]])
        #expect(try machines("a.raw", "--group", "b", "c.raw", "--jobs", "3") == ["a": ["a.raw"], "b": ["c.raw"]])
        #expect(try machines("--group", "b", "--", "--odd.raw") == ["b": ["--odd.raw"]])
    }

    @Test func whatIsNamedTwiceOrNotAtAllIsRefused() throws {
        for words in [
            ["a/x.raw", "b/x.raw"], ["--group", "m", "--group", "n", "a.raw"], ["--group", "../m", "a.raw"],
        ] {
            let error = #expect(throws: OfflineRepairError.self) {
                let command = try UnloopCommand.parseAsRoot(RepairGroups.marked(["repair"] + words))
                let repair = try #require(command as? RepairCommand)
                _ = try RepairGroups.machines(repair.disks, groups: repair.group)
            }
            #expect(error?.code == .badName)
        }
        #expect(CommandRunner.run(["repair"]) == .usage)
        #expect(CommandRunner.run(["repair", "--group", "m"]) == .usage)
        #expect(CommandRunner.run(["repair", "--jobs", "0", "a.raw"]) == .usage)
    }

    @Test func otherCommandsAreLeftAlone() {
        let words = ["write", "--group", "x"]
        #expect(RepairGroups.marked(words) == words)
    }
}
