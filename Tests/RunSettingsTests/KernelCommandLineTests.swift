import RunSettings
import Testing

@Suite struct KernelCommandLineTests {
    @Test(arguments: [
        ("quiet console=ttyS0\n", ["quiet": "", "console": "ttyS0"]),
        ("unloop.then=wait unloop.then=reboot", ["unloop.then": "reboot"]),
        ("root=UUID=1-2 x=", ["root": "UUID=1-2", "x": ""]),
        (#"a="b c" "d=e f" g"#, ["a": "b c", "d": "e f", "g": ""]),
        ("  \t ", [:]),
        (#"open="never closed\#n"#, ["open": "never closed"]),
    ])
    func splitsWords(_ line: String, _ words: [String: String]) {
        #expect(KernelCommandLine.parse(line.utf8) == words)
    }
}
