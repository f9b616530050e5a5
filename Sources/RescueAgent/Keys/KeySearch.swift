internal import Diagnostics
internal import Glibc
internal import LinuxSystem
internal import RecoveryKeys
internal import WindowsVolumes

/// Tries keys on one locked volume, as many at a time as there are processors: each try is a key stretch, which takes a
/// processor a good part of a second.
struct KeySearch {
    /// What a search came to.
    enum Ending {
        /// The attempt of this number, from 0, has the volume's key.
        case found(Int, VolumeKey)
        /// None of the keys opens the volume.
        case exhausted
        /// A person stopped it.
        case stopped
        /// As many keys as allowed were tried.
        case limited

        /// Whether a person stopped it.
        var isStopped: Bool { if case .stopped = self { true } else { false } }
    }

    /// The volume's device.
    let device: String
    /// How many keys may be tried.
    let limit: Int
    /// Whether a person wants it to stop; asked between two rounds.
    let isStopped: () -> Bool
    /// Is given the number of the attempt that comes next, from 0, before each round.
    let progress: (Int) -> Void

    /// Tries attempts in their order, at most `limit` of them.
    ///
    /// - Parameter reject: is given every attempt whose key does not fit.
    /// - Throws: `VolumeError` for anything but a key that does not fit: the volume's metadata is damaged.
    func run(_ attempts: [Attempt], reject: (Attempt) -> Void) throws(VolumeError) -> Ending {
        let allowed = attempts.prefix(limit)
        // One volume's handle is for one thread, and the library wants them made one after another.
        var handles: [LockedBitLocker] = []
        let width = min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), allowed.count)
        while handles.count < width { handles.append(try LockedBitLocker(path: device)) }
        // For one or two keys it would take longer than it saves.
        let check = allowed.count > 2 ? (try? DeviceBytes.open(device)).flatMap { BitLockerKeyCheck($0) } : nil
        var next = allowed.startIndex
        while next < allowed.endIndex {
            if next > 0, isStopped() { return .stopped }
            progress(next)
            let device = device
            let round = allowed[next..<min(next + width, allowed.endIndex)]
            let keys = concurrently(Array(zip(handles, round)), limit: width) { handle, attempt in
                Result<VolumeKey, VolumeError> { () throws(VolumeError) in
                    if let check, !attempt.mayFit(check) {
                        throw VolumeError(.wrongKey, "\(device): the key does not open this volume")
                    }
                    return try attempt.key(of: handle)
                }
            }
            for (number, key) in zip(round.indices, keys) {
                switch key {
                case .success(let key): return .found(number, key)
                case .failure(let error) where error.code == .wrongKey: reject(round[number])
                case .failure(let error): throw error
                }
            }
            next = round.endIndex
        }
        return attempts.count > limit ? .limited : .exhausted
    }
}
