extension UTCTime: CustomStringConvertible {
    /// ISO 8601 with milliseconds, for example `2024-07-19T05:27:00.000Z`.
    public var description: String {
        let parts = calendarParts
        let date = "\(Self.digits(parts.year, 4))-\(Self.digits(parts.month, 2))-\(Self.digits(parts.day, 2))"
        let time = "\(Self.digits(parts.hour, 2)):\(Self.digits(parts.minute, 2)):\(Self.digits(parts.second, 2))"
        return "\(date)T\(time).\(Self.digits(Self.remainder(milliseconds, 1000), 3))Z"
    }

    /// ISO 8601 basic format to the second, for file names: `20240719T052700Z`.
    public var compact: String {
        let parts = calendarParts
        let date = Self.digits(parts.year, 4) + Self.digits(parts.month, 2) + Self.digits(parts.day, 2)
        return date + "T" + Self.digits(parts.hour, 2) + Self.digits(parts.minute, 2) + Self.digits(parts.second, 2)
            + "Z"
    }

    /// A moment from `2024-07-19T05:27:00Z` or `2024-07-19T05:27:00.000Z`; nil for anything else.
    ///
    /// Only UTC, written with `Z`: a remedy's moments must not depend on who reads them.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let pattern = Array((bytes.count == 24 ? "dddd-dd-ddTdd:dd:dd.dddZ" : "dddd-dd-ddTdd:dd:ddZ").utf8)
        guard bytes.count == pattern.count else { return nil }
        for (byte, expected) in zip(bytes, pattern) {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard expected == UInt8(ascii: "d") ? isDigit : byte == expected else { return nil }
        }
        func number(_ range: Range<Int>) -> Int64 {
            bytes[range].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        guard year >= 1, (1...12).contains(month), day >= 1, hour < 24, minute < 60, second < 60 else { return nil }
        let seconds = Self.days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
        self.init(milliseconds: seconds * 1000 + (bytes.count == 24 ? number(20..<23) : 0))
        // A day that its month does not have comes back as another day.
        guard calendarParts.day == day, calendarParts.month == month else { return nil }
    }

    private var calendarParts: (year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64) {
        let secondOfDay = Self.remainder(seconds, 86_400)
        let date = Self.date(days: (seconds - secondOfDay) / 86_400)
        return (date.year, date.month, date.day, secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60)
    }

    /// Days from 1970-01-01 to a date. A year is counted from March, so that the leap day is its last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + (153 * marchMonth + 2) / 5 + day - 1 - 719_468
    }

    /// The date that lies `days` after 1970-01-01: the inverse of `days(year:month:day:)`.
    private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let sinceMarchOfYear0 = days + 719_468
        // 146,097 days are 400 years. The estimate is at most one year off; the loops settle it.
        var marchYear = sinceMarchOfYear0 * 400 / 146_097
        while Self.days(year: marchYear + 1, month: 3, day: 1) <= days { marchYear += 1 }
        while Self.days(year: marchYear, month: 3, day: 1) > days { marchYear -= 1 }
        let dayOfYear = days - Self.days(year: marchYear, month: 3, day: 1)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = (marchMonth + 2) % 12 + 1
        return (month > 2 ? marchYear : marchYear + 1, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func digits(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

extension UTCTime: Codable {
    /// Reads the ISO 8601 form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = UTCTime(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time in UTC")
        }
        self = time
    }

    /// Writes the ISO 8601 form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
