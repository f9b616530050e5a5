import Diagnostics
import Glibc
import LinuxSystem
import Testing
import Vocabulary

@Suite(.timeLimit(.minutes(2))) struct ChildProcessTests {
    @Test func givesTheChildItsArgumentsAndEnvironmentAndNothingElse() throws {
        setenv("UNLOOP_LEAK", "1", 1)
        let script = "printf '%s|' \"$@\"; env | grep -v -e ^PWD= -e ^SHLVL= -e ^_= | sort"
        let outcome = try ChildProcess.run("/bin/sh", ["-c", script, "sh", "a b", "", "c"], environment: ["X": "1 2"])
        #expect(outcome.ending == .exited(0))
        #expect(outcome.text == "a b||c|X=1 2\n")
    }

    @Test func leaksNoDescriptor() throws {
        let leaky = FileDescriptor(owning: open("/dev/null", O_RDONLY))
        let script = "for n in 0 1 2 \(leaky.number); do [ -e /proc/$$/fd/$n ] && echo $n; done; exit 0"
        #expect(try ChildProcess.run("/bin/sh", ["-c", script]).text == "0\n1\n2\n")
    }

    @Test func tellsHowItEnded() throws {
        #expect(try ChildProcess.run("/bin/sh", ["-c", "exit 3"]).ending == .exited(3))
        #expect(try ChildProcess.run("/bin/sh", ["-c", "kill -TERM $$"]).ending == .signaled(15))
    }

    @Test func keepsBothOutputsAndAnEmptyInput() throws {
        let outcome = try ChildProcess.run("/bin/sh", ["-c", "cat; echo out; echo err >&2"])
        #expect(outcome.text == "out\nerr\n")
        #expect(!outcome.isOutputCut)
    }

    @Test func keepsNoMoreOutputThanTold() throws {
        let outcome = try ChildProcess.run("/bin/sh", ["-c", "head -c 1000000 /dev/zero"], outputLimit: 1000)
        #expect(outcome.ending == .exited(0))
        #expect(outcome.output.count == 1000)
        #expect(outcome.isOutputCut)
    }

    @Test(arguments: ["exec sleep 60", "exec 1>&- 2>&-; exec sleep 60", "exec yes"])
    func stopsWhatTakesTooLong(_ script: String) throws {
        let start = MonotonicTime.now()
        let error = try #require(
            failure {
                _ = try ChildProcess.run(
                    "/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"],
                    timeLimitMilliseconds: 300)
            })
        #expect(error.code == .timedOut)
        #expect(start.millisecondsSince >= 300)
        #expect(start.millisecondsSince < 20_000)
    }

    /// ntfs-3g does this: it goes into the background and keeps its standard output.
    @Test func doesNotWaitForADaemonLeftBehind() throws {
        let start = MonotonicTime.now()
        let outcome = try ChildProcess.run("/bin/sh", ["-c", "sleep 5 & echo started"], environment: ["PATH": "/bin"])
        #expect(outcome.text == "started\n")
        #expect(start.millisecondsSince < 4_000)
    }

    @Test func namesAProgramThatIsNotThere() throws {
        let error = try #require(failure { _ = try ChildProcess.run("/no/such/program") })
        #expect(error.code == .notFound)
        #expect(error.message.hasPrefix("/no/such/program: start:"))
        #expect(failure { _ = try ChildProcess.run("/etc/passwd") }?.code == .notPermitted)
    }

    @Test func givesAShellItsTerminal() throws {
        let terminal = try PseudoTerminal()
        let console = try Console(terminal.path)
        let streams = ChildProcess.StandardStreams(all: try console.descriptorForProgram())
        let child = try ChildProcess(
            path: "/bin/sh", arguments: ["-c", "tty < /dev/tty"], environment: ["PATH": "/usr/bin:/bin"],
            streams: streams, session: .ownWithTerminal)
        #expect(try child.wait(timeoutMilliseconds: 20_000) == .exited(0))
        #expect(try terminal.shown() == "/dev/tty\r\n")
    }

    @Test func endsAChildByItsNumber() throws {
        let nothing = FileDescriptor(owning: open("/dev/null", O_RDWR | O_CLOEXEC))
        let child = try ChildProcess(
            path: "/bin/sleep", arguments: ["60"], streams: ChildProcess.StandardStreams(all: nothing))
        #expect(try child.wait(timeoutMilliseconds: 20) == nil)
        child.kill()
        #expect(try child.wait(timeoutMilliseconds: 20_000) == .signaled(9))
        #expect(try child.wait() == .signaled(9))
        child.kill()
    }
}
