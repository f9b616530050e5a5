internal import Testing

@testable internal import Fuzzing

@Suite("Volumes in small inputs")
struct SparseImageTests {
    @Test("Exact bytes, and read back with zeros between")
    func bytes() throws {
        let input = SparseImage.encode([
            (512, [UInt8](repeating: 7, count: 512)), (1 << 30, [UInt8](repeating: 9, count: 1024)),
        ])
        #expect(
            input.prefix(13) == [
                2,  // runs
                1, 0, 0, 0, 1, 0,  // one sector from sector 1
                0, 0, 32, 0, 2, 0,  // two sectors from 1 GiB
            ])
        let image = SparseImage(input)
        #expect(image.size == 1 << 30 + 1024)
        #expect(try image.read(at: 510, count: 4) == [0, 0, 7, 7])
        #expect(try image.read(at: 1022, count: 4) == [7, 7, 0, 0])
        #expect(try image.read(at: 1 << 30 + 1023, count: 1) == [9])
        #expect(throws: OutsideImage.self) { try image.read(at: 1 << 30 + 1023, count: 2) }
    }

    @Test("Every input is a volume", arguments: [[], [0], [1], [255, 1, 2], [1, 0, 0, 0, 0, 1, 0, 5]] as [[UInt8]])
    func anyInput(input: [UInt8]) throws {
        let image = SparseImage(input)
        #expect(image.size >= 0)
        #expect(try image.read(at: 0, count: Int(image.size)).count == Int(image.size))
    }

    @Test("A later run covers an earlier one")
    func writing() throws {
        var image = SparseImage(SparseImage.encode([(0, [UInt8](repeating: 1, count: 512))]))
        image.write([2, 3], at: 4)
        #expect(try image.read(at: 3, count: 4) == [1, 2, 3, 1])
    }
}
