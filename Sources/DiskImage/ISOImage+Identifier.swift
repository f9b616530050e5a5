internal import Glibc

extension ISOImage {
    /// What GRUB's `search --fs-uuid` and Linux's `by-uuid` call the ISO file system: its modification time in UTC to
    /// the hundredth of a second, `2023-11-14-22-13-20-00`.
    public var fileSystemUUID: String {
        var seconds = time_t(timestamp)
        var calendar = tm()
        gmtime_r(&seconds, &calendar)
        let fields = [
            calendar.tm_mon + 1, calendar.tm_mday, calendar.tm_hour, calendar.tm_min, calendar.tm_sec, 0,
        ]
        return "\(calendar.tm_year + 1900)" + fields.map { $0 < 10 ? "-0\($0)" : "-\($0)" }.joined()
    }
}
