import Diagnostics
import LinuxSystem
import RepairEngine
import Testing
import Vocabulary

@testable import RescueAgent

@Suite struct StickQuarantineTests {
    private func copy(_ text: String, named name: String, to quarantine: StickQuarantine) throws -> String {
        let copy = try quarantine.begin(name)
        for piece in [text.prefix(3), text.dropFirst(3)] {
            try Array(piece.utf8).withUnsafeBytes { try copy.write($0) }
        }
        return try copy.finish()
    }

    @Test func keepsEveryByteUnderItsOwnName() throws {
        try withScratch { root throws in
            let quarantine = StickQuarantine(root: root, run: "00c0ffee")
            #expect(
                try copy("first one", named: "C-00000291-1.sys", to: quarantine)
                    == "quarantine/00c0ffee/1-C-00000291-1.sys")
            #expect(
                try copy("second", named: "C-00000291-1.sys", to: quarantine)
                    == "quarantine/00c0ffee/2-C-00000291-1.sys")
            #expect(try bytes("\(root)/quarantine/00c0ffee/1-C-00000291-1.sys") == Array("first one".utf8))
            #expect(try bytes("\(root)/quarantine/00c0ffee/2-C-00000291-1.sys") == Array("second".utf8))
        }
    }

    @Test func aNameFromADiskCannotLeaveTheFolder() throws {
        try withScratch { root throws in
            let quarantine = StickQuarantine(root: root, run: "r")
            #expect(
                try copy("x", named: "../../a b:c\u{1B}ö.sys", to: quarantine) == "quarantine/r/1-.._.._a_b_c__.sys")
            let long = try copy("x", named: String(repeating: "ab", count: 300), to: quarantine)
            #expect(long.utf8.count < 130)
            #expect(try names(in: root) == ["quarantine"])
        }
    }

    @Test func anAbandonedCopyLeavesNothing() throws {
        try withScratch { root throws in
            let quarantine = StickQuarantine(root: root, run: "r")
            let copy = try quarantine.begin("C-00000291-1.sys")
            try [UInt8](repeating: 7, count: 10).withUnsafeBytes { try copy.write($0) }
            copy.abandon()
            #expect(try names(in: "\(root)/quarantine/r").isEmpty)
        }
    }

    @Test func theRecordComesFirst() throws {
        try withScratch { root throws in
            let free = try #require(LogStick.freeBytes(at: root))
            let full = StickQuarantine(root: root, run: "r", reserve: free + (1 << 30))
            #expect(throws: LinuxError.self) { try full.begin("C-00000291-1.sys") }
            #expect(try names(in: root).isEmpty)
        }
    }

    @Test func aCopyThatOutgrowsTheRoomIsNone() throws {
        try withScratch { root throws in
            let free = try #require(LogStick.freeBytes(at: root))
            let quarantine = StickQuarantine(root: root, run: "r", reserve: free - (64 << 20))
            let copy = try quarantine.begin("C-00000291-1.sys")
            let piece = [UInt8](repeating: 7, count: 1 << 20)
            #expect {
                for _ in 0..<200 { try piece.withUnsafeBytes { try copy.write($0) } }
            } throws: { ($0 as? LinuxError)?.code == .noSpace }
            copy.abandon()
            #expect(try names(in: "\(root)/quarantine/r").isEmpty)
        }
    }

    @Test func withoutAStickNothingIsCopiedIntoMemory() throws {
        try withScratch { root throws in
            let gone = StickQuarantine(root: root, run: "r") { false }
            #expect(throws: LinuxError.self) { try gone.begin("C-00000291-1.sys") }
            #expect(try names(in: root).isEmpty)
        }
    }
}
