/// What the first bytes of `hiberfil.sys` say about a suspended Windows session.
public enum HibernationState: String, Sendable, Equatable {
    /// There is no suspended session: no file, or one that Windows has emptied or used up.
    case none
    /// A session, or the kernel's part of one (Fast Startup), waits to be resumed: the disk must not change under it.
    case hibernated

    /// Judges the start of `hiberfil.sys`.
    ///
    /// `hibr` / `HIBR` mark a waiting session; `RSTR` / `rstr`, `WAKE` / `wake` and zeros one that was resumed or
    /// discarded. (ntfs-3g's `ntfs_volume_check_hiberfile` makes the same distinction.)
    public init(header: [UInt8]) {
        let magic = header.prefix(4)
        self = magic.elementsEqual("hibr".utf8) || magic.elementsEqual("HIBR".utf8) ? .hibernated : .none
    }
}
