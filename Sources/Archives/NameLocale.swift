internal import Glibc

/// The locale for libarchive, which converts names from UTF-8 to the encoding of the thread's locale, and drops those that
/// it cannot convert. Unloop sets no locale, so that this would be every name that is not ASCII.
enum NameLocale {
    private struct Handle: @unchecked Sendable { let locale: locale_t? }

    /// Never freed. glibc has C.UTF-8 itself from 2.35 on; Debian had it before.
    private static let handle = Handle(
        locale: ["C.UTF-8", "C.utf8", "en_US.UTF-8"].lazy.compactMap { (name: String) -> locale_t? in
            newlocale(CInt(LC_CTYPE_MASK), name, nil)
        }.first)

    /// Runs `body` in a locale with UTF-8, on this thread alone.
    static func with<Result>(_ body: () -> Result) -> Result {
        guard let locale = handle.locale else { return body() }
        let previous = uselocale(locale)
        defer { uselocale(previous) }
        return body()
    }
}
