internal import Glibc

/// The locale for libarchive, which converts names from UTF-8 to the encoding of the thread's locale, and drops those that
/// it cannot convert. Unloop sets no locale, so that this would be every name that is not ASCII.
enum NameLocale {
    private struct Handle: @unchecked Sendable { let locale: locale_t? }

    /// Never freed. glibc has C.UTF-8 itself from 2.35 on; Debian had it before.
    private static let handle: Handle = {
        for name in ["C.UTF-8", "C.utf8", "en_US.UTF-8"] {
            if let locale = newlocale(CInt(LC_CTYPE_MASK), name, nil) { return Handle(locale: locale) }
        }
        return Handle(locale: nil)
    }()

    /// Runs `body` in a locale with UTF-8, on this thread alone.
    static func with<Result>(_ body: () -> Result) -> Result {
        guard let locale = handle.locale else { return body() }
        let previous = uselocale(locale)
        defer { uselocale(previous) }
        return body()
    }
}
