import Testing
import Timestamps

@Suite struct UTCTimeTests {
    /// Checked with `date -u -d @SECONDS`.
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_721_366_820, "2024-07-19T05:27:00.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"),
            (951_868_799, "2000-02-29T23:59:59.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.000Z"),
            (-11_644_473_600, "1601-01-01T00:00:00.000Z"),
            (-62_135_596_800, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799, "9999-12-31T23:59:59.000Z"),
        ] as [(Int64, String)])
    func writesAndReads(seconds: Int64, text: String) {
        let time = UTCTime(seconds: seconds)
        #expect(time.description == text)
        #expect(UTCTime(text) == time)
        #expect(time.seconds == seconds)
    }

    @Test func keepsMilliseconds() {
        #expect(UTCTime(milliseconds: 1_721_366_820_007).description == "2024-07-19T05:27:00.007Z")
        #expect(UTCTime("2024-07-19T05:27:00.007Z")?.milliseconds == 1_721_366_820_007)
        #expect(UTCTime(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
        #expect(UTCTime(milliseconds: -1).seconds == -1)
        #expect(UTCTime(milliseconds: 1_721_366_820_007).compact == "20240719T052700Z")
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        for day in Int64(0)..<146_097 {
            let time = UTCTime(seconds: day * 86_400 - 11_644_473_600)
            #expect(UTCTime(time.description) == time)
        }
    }

    @Test func movesWhatFourDigitsCannotWriteToTheNearestEnd() {
        #expect(UTCTime(seconds: .max).description == "9999-12-31T23:59:59.999Z")
        #expect(UTCTime(seconds: .min).description == "0001-01-01T00:00:00.000Z")
        #expect(UTCTime(milliseconds: .max) == .latest)
    }

    @Test(arguments: [
        "", "2024-07-19", "2024-07-19T05:27:00", "2024-07-19 05:27:00Z", "2024-07-19T05:27:00+00:00",
        "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
        "2024-01-00T00:00:00Z", "2024-07-19T24:00:00Z", "2024-07-19T05:60:00Z", "0000-01-01T00:00:00Z",
        "２024-07-19T05:27Z", "2024-07-19T05:27:00,000Z", "2024-07-19T05:27:00.00Z",
    ])
    func refuses(text: String) {
        #expect(UTCTime(text) == nil)
    }
}
