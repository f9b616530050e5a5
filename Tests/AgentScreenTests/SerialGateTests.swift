import Testing

@testable import AgentScreen

@Suite struct SerialGateTests {
    /// Bytes as they come, a second apart.
    private func pass(_ pieces: [[UInt8]], every pause: Int = 1000) -> (passed: [UInt8], gate: SerialGate) {
        var gate = SerialGate()
        let passed = pieces.enumerated().flatMap { gate.pass($1, at: $0 * pause) }
        return (passed, gate)
    }

    @Test func noiseNeverPasses() {
        let noise = [[0xFF], Array("e".utf8), [0x0D], [0x0D, 0xFF], Array("s\rc".utf8), [0x0A], [0]] as [[UInt8]]
        let result = pass(Array(repeating: noise, count: 1000).flatMap { $0 })
        #expect(result.passed == [] && !result.gate.isOpen)
    }

    /// A modem with echo, or a line that is looped back, sends what was written to it.
    @Test func aPageThatComesBackNeverPasses() {
        let page = Array("Reason\r\n\r\n\r\n\r\nPress any key\r\n".utf8)
        #expect(pass([page, page, page]).gate.isOpen == false)
        #expect(pass(page.map { [$0] }, every: 10).gate.isOpen == false)
        let translated = page.map { $0 == 0x0D ? 0x0A : $0 }
        #expect(pass([translated, translated, translated]).gate.isOpen == false)
    }

    @Test(
        arguments: [
            ["\r", "\r", "\r"], ["\n", "\n", "\n"], ["\r\n", "\r\n", "\r\n"], ["\n\n", "\n\n", "\n\n"],
            ["x", "\r", "\r", "x", "\r", "\r", "\r"],
        ])
    func threeTimesEnterOpensIt(pieces: [String]) {
        var (passed, gate) = pass(pieces.map { Array($0.utf8) })
        #expect(passed == [] && gate.isOpen)
        #expect(gate.pass(Array("s\r".utf8), at: 100_000) == Array("s\r".utf8))
    }

    @Test func aBurstIsNoPerson() {
        #expect(pass([Array("\r\r\r\r\r".utf8)]).gate.isOpen == false)
        #expect(pass(Array(repeating: [0x0D], count: 9), every: 100).gate.isOpen == false)
    }
}
