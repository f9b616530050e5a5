import Testing

@testable import StickWriter

@Suite("The plan of a stick") struct StickPlanTests {
    private let mebibyte: Int64 = 1 << 20

    @Test("blocks are whole, the seal is left out of the body and comes in its order")
    func ranges() {
        let plan = StickPlan(
            size: 100 * mebibyte + 512,
            used: [2 * mebibyte..<2 * mebibyte + 9000, 2 * mebibyte + 12_000..<2 * mebibyte + 12_001],
            partitions: [2 * mebibyte..<99 * mebibyte], volumes: [2 * mebibyte])
        #expect(
            plan.body == [2 * mebibyte + 4096..<2 * mebibyte + 12_288, 98 * mebibyte..<99 * mebibyte])
        #expect(
            plan.seal == [
                2 * mebibyte..<2 * mebibyte + 4096, 99 * mebibyte + 512..<100 * mebibyte + 512, 4096..<mebibyte,
                0..<4096,
            ])
        #expect(plan.byteCount == 8192 + mebibyte + 4096 + mebibyte + mebibyte)
    }

    @Test("the last MiB of each partition is zeroed, where older signatures would be found")
    func ends() {
        let plan = StickPlan(
            size: 64 * mebibyte, used: [], partitions: [mebibyte..<2 * mebibyte, 2 * mebibyte..<63 * mebibyte],
            volumes: [])
        #expect(plan.body == [mebibyte..<2 * mebibyte, 62 * mebibyte..<63 * mebibyte])
        #expect(plan.seal.first == 63 * mebibyte..<64 * mebibyte)
    }

    @Test("ranges in pieces cover them")
    func pieces() {
        #expect((10..<25 as Range<Int64>).pieces(of: 10) == [10..<20, 20..<25])
        #expect((10..<10 as Range<Int64>).pieces(of: 10) == [])
    }
}
