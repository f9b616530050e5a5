internal import Glibc

/// Repeats a call that moves bytes until `count` of them are moved.
///
/// - Parameter body: moves bytes from the given place on, and returns how many, or -1 with errno.
/// - Returns: false when the call failed (errno tells why) or moved nothing (then errno is 0).
func transferring(_ count: Int, _ body: (_ done: Int) -> Int) -> Bool {
    var done = 0
    while done < count {
        errno = 0
        let moved = body(done)
        if moved < 0, errno == EINTR { continue }
        guard moved > 0 else { return false }
        done += moved
    }
    return true
}
