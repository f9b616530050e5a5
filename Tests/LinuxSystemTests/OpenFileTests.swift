import Diagnostics
import Glibc
import LinuxSystem
import Testing
import Vocabulary

@Suite struct OpenFileTests {
    @Test func readsByPosition() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/file", "0123456789")
            let file = try OpenFile.open("\(folder)/file")
            #expect(try file.read(at: 3, count: 4) == Array("3456".utf8))
            #expect(try file.read(at: 8, count: 4) == Array("89".utf8))
            #expect(try file.read(at: 100, count: 4) == [])
            #expect(try file.readExactly(at: 6, count: 4) == Array("6789".utf8))
            let error = try #require(failure { _ = try file.readExactly(at: 7, count: 4) })
            #expect(error.code == .truncated)
            #expect(error.message.hasPrefix("\(folder)/file ends at byte 10, but 4 bytes were expected from byte 7"))
        }
    }

    @Test func boundsWhatItReads() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/file", "0123456789")
            let file = try OpenFile.open("\(folder)/file")
            #expect(try file.readAll(limit: 10) == Array("0123456789".utf8))
            #expect(failure { _ = try file.readAll(limit: 9) }?.code == .tooLarge)
        }
    }

    @Test func readsWhatTellsNoSize() throws {
        #expect(try !OpenFile.open("/proc/self/status").readAll(limit: 1 << 20).isEmpty)
    }

    @Test(arguments: [1, 3, 5, 10, 64])
    func givesEveryByteInPieces(_ size: Int) throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/file", "0123456789")
            var bytes: [UInt8] = []
            let count = try OpenFile.open("\(folder)/file").readPieces(of: size) { bytes += $0 }
            #expect(count == 10)
            #expect(bytes == Array("0123456789".utf8))
        }
    }

    @Test func createsOnlyWhatIsNotThere() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/file", "x")
            #expect(failure { _ = try OpenFile.open("\(folder)/file", for: .creating) }?.code == .alreadyExists)
            let file = try OpenFile.open("\(folder)/file", for: .readingAndWriting)
            try file.write(Array("yz".utf8), at: 1)
            try file.sync()
            #expect(try file.readAll(limit: 10) == Array("xyz".utf8))
        }
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "needs /dev/full"))
    func tellsAFullMedium() throws {
        let full = try OpenFile.open("/dev/full", for: .readingAndWriting)
        #expect(failure { try full.write([1], at: 0) }?.code == .noSpace)
    }
}
