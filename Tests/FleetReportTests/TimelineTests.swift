internal import Testing
internal import Timestamps

@testable internal import FleetReport

@Suite("The time line")
struct TimelineTests {
    private func time(_ text: String) throws -> UTCTime { try #require(UTCTime(text)) }

    @Test("Hours, days or weeks, with the empty ones between")
    func units() throws {
        let start = try time("2024-07-19T05:27:00Z")
        let hours = Timeline([(start, .repaired), (try time("2024-07-19T08:00:00Z"), .nothingToDo), (start, nil)])
        #expect(hours.unit == .hour)
        #expect(hours.periods.map(\.done) == [1, 0, 0, 1])
        #expect(hours.periods.map(\.runs) == [2, 0, 0, 1])
        #expect(hours.periods.first?.start == (try time("2024-07-19T05:00:00Z")))
        let days = Timeline([(start, .repaired), (try time("2024-07-30T00:00:00Z"), .repaired)])
        #expect(days.unit == .day)
        #expect(days.periods.count == 12)
        let weeks = Timeline([(start, .repaired), (try time("2025-07-30T00:00:00Z"), .repaired)])
        #expect(weeks.unit == .week)
        #expect(weeks.periods.map(\.done).reduce(0, +) == 2)
    }

    @Test("A stray time does not make a million periods")
    func bounded() throws {
        let line = Timeline([(.earliest, .repaired), (try time("2024-07-19T05:27:00Z"), .repaired), (.latest, nil)])
        #expect(line.periods.count == Timeline.maximumPeriods)
        #expect(line.earlierRuns == 2)
        #expect(Timeline([]).periods.isEmpty)
    }
}
