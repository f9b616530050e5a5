import Diagnostics
import Glibc
import LinuxSystem
import Testing
import Vocabulary

@Suite(.timeLimit(.minutes(1))) struct ConsoleTests {
    @Test func readsKeysOneByOneWithoutEcho() throws {
        let terminal = try PseudoTerminal()
        let console = try Console(terminal.path)
        try console.beginKeyInput()
        terminal.type("q")
        #expect(try console.key(timeoutMilliseconds: 5_000) == Array("q".utf8))
        terminal.type("\u{3}")
        #expect(try console.key(timeoutMilliseconds: 5_000) == [3])
        #expect(try console.key(timeoutMilliseconds: 10) == nil)
        try console.write("né\n")
        #expect(try terminal.shown() == "né\r\n")
    }

    @Test func hearsTheConsoleThatIsUsedAndForgetsTheDeadOne() throws {
        let living = try PseudoTerminal()
        let console = try Console(living.path)
        try console.beginKeyInput()
        var dying: PseudoTerminal? = try PseudoTerminal()
        let dead = try Console(try #require(dying?.path))
        dying = nil
        living.type("x")
        let key = try #require(try Console.key(on: [dead, console], timeoutMilliseconds: 5_000))
        #expect(key.console === console)
        #expect(key.bytes == Array("x".utf8))
        let start = MonotonicTime.now()
        #expect(try Console.key(on: [dead, console], timeoutMilliseconds: 50) == nil)
        #expect(try Console.key(on: [dead], timeoutMilliseconds: 50) == nil)
        #expect(start.millisecondsSince >= 100)
    }

    @Test func tellsTheSize() throws {
        let terminal = try PseudoTerminal()
        let console = try Console(terminal.path)
        #expect(console.size == (80, 24))
        var size = winsize(ws_row: 50, ws_col: 160, ws_xpixel: 0, ws_ypixel: 0)
        #expect(ioctl(terminal.outer.number, UInt(TIOCSWINSZ), &size) == 0)
        #expect(console.size == (160, 50))
        #expect(!console.isScreen)
    }

    @Test func givesUpOnALineThatTakesNothing() throws {
        let terminal = try PseudoTerminal()
        let console = try Console(terminal.path)
        let error = failure { try console.write(String(repeating: "x", count: 1 << 20)) }
        #expect(error?.code == .timedOut)
        // A thousand lines to a dead line are no thousand seconds.
        let start = MonotonicTime.now()
        for _ in 0..<1000 { try? console.write("x\n") }
        #expect(start.millisecondsSince < 5_000)
    }

    @Test func listsTheKernelsConsoles() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/class/tty/console/active", "tty0 ttyS0\n")
            #expect(Console.activePaths(sysfs: folder) == ["/dev/tty0", "/dev/ttyS0"])
            #expect(Console.activePaths(sysfs: "\(folder)/none").isEmpty)
        }
    }
}
