import Foundation
import TestSupport
import Testing

/// The program itself, built beside the tests.
@Suite("The agent's memory", .enabled(if: getuid() == 0 && Shell.has("setpriv"), "needs root and util-linux"))
struct PrivateMemoryTests {
    private static let program = Bundle.main.executableURL?.deletingLastPathComponent().path ?? ""

    private static let agent = ["\(program)/unloop-agent", "\(program)/../unloop-agent"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "nobody but root reads it, and a crash leaves none of it", .enabled(if: agent != nil, "needs the built agent"))
    func isPrivate() throws {
        let scratch = try ScratchFolder()
        chmod(scratch.path, 0o777)
        // It waits for the hive, which nobody writes.
        #expect(mkfifo(scratch("hive"), 0o666) == 0)
        chmod(scratch("hive"), 0o666)
        let script = """
            ulimit -c unlimited
            setpriv --reuid=65534 --regid=65534 --clear-groups "$0" registry "$1/hive" "" & agent=$!
            until grep -q "Max core file size *0 *0 " /proc/$agent/limits; do kill -0 $agent || exit; sleep 0.1; done
            until test "$(stat -c %u /proc/$agent/maps)" = 0; do kill -0 $agent || exit; sleep 0.1; done
            kill -SEGV $agent
            wait $agent
            echo "status $?"
            """
        let said = try Shell.run("bash", "-c", script, Self.agent ?? "", scratch.path, directory: scratch.url)
        #expect(said.contains("status \(128 + SIGSEGV)") && !said.contains("core dumped"), "\(said)")
        #expect(try scratch.names() == ["hive"])
    }
}
