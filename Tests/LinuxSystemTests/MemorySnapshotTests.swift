import Diagnostics
import Testing
import Vocabulary

@testable import LinuxSystem

/// Snapshots themselves need device-mapper, which the boot tests have; here is what is said of them.
@Suite struct MemorySnapshotTests {
    @Test func readsTheStatusLine() throws {
        let state = try MemorySnapshot.State(statusLine: "16/2048 16", path: "x")
        #expect(state == .valid(used: 8192, bound: 1_048_576))
        #expect(try MemorySnapshot.State(statusLine: "Invalid", path: "x") == .overflowed)
        #expect(try MemorySnapshot.State(statusLine: "Overflow", path: "x") == .overflowed)
    }

    @Test(arguments: ["", "Unknown", "Merge failed", "1/", "a/b 3", "99999999999999999/1 0", "1/2/3 4"])
    func believesNothingElse(_ line: String) {
        let error = failure { _ = try MemorySnapshot.State(statusLine: line, path: "/dev/mapper/x") }
        #expect(error?.code == .malformed)
    }

    @Test func takesAtMostAQuarterOfTheMemory() {
        let bound = MemorySnapshot.defaultBound()
        #expect(bound > 1 << 20)
        #expect(bound <= 256 << 20)
    }
}
