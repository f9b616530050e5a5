public import Diagnostics
internal import Synchronization

/// What a reader does about something that a sound disk does not have.
public enum ReadingPolicy: Sendable {
    /// For what Unloop wrote: the first oddity is an error.
    case strict
    /// For what comes back from a machine: the reader notes the oddity and reads what there is.
    case tolerant(OddityList)

    /// Throws the oddity, or notes it.
    func meet(_ oddity: @autoclosure () -> DiskFormatError) throws(DiskFormatError) {
        switch self {
        case .strict: throw oddity()
        case .tolerant(let list): list.add(oddity())
        }
    }
}

/// The oddities of one source, in the order in which the reader met them.
public final class OddityList: Sendable {
    /// More than a person reads; a hostile disk has millions.
    private static let maximumKept = 100

    private let state = Mutex<(kept: [DiskFormatError], count: Int)>(([], 0))

    /// An empty list.
    public init() {}

    /// The first hundred oddities.
    public var kept: [DiskFormatError] { state.withLock { $0.kept } }

    /// The number of all oddities.
    public var count: Int { state.withLock { $0.count } }

    /// Notes an oddity.
    public func add(_ oddity: DiskFormatError) {
        state.withLock { state in
            state.count += 1
            let isNews = state.kept.last?.message != oddity.message
            if isNews, state.kept.count < Self.maximumKept { state.kept.append(oddity) }
        }
    }
}
