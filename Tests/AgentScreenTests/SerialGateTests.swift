import Testing

@testable import AgentScreen

@Suite struct SerialGateTests {
    @Test func noiseNeverPasses() {
        var gate = SerialGate()
        for _ in 0..<1000 {
            for bytes in [[0xFF], Array("e".utf8), [0x0D], [0x0D, 0xFF], Array("s\rc".utf8)] as [[UInt8]] {
                #expect(gate.pass(bytes) == [])
            }
        }
        #expect(!gate.isOpen)
    }

    @Test(arguments: [["\r\r\r"], ["\r", "\r", "\n"], ["x\r\r", "\r"], ["\r\rx\r\r\r"]])
    func threeTimesEnterOpensIt(pieces: [String]) {
        var gate = SerialGate()
        for piece in pieces { #expect(gate.pass(Array(piece.utf8)) == []) }
        #expect(gate.isOpen && gate.pass([0x73]) == [0x73])
    }

    @Test func whatFollowsInTheSamePieceIsTyped() {
        var gate = SerialGate()
        #expect(gate.pass(Array("\r\r\rpass\r".utf8)) == Array("pass\r".utf8))
    }
}
