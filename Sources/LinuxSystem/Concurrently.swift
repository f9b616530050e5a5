internal import Glibc
internal import Synchronization

/// Runs `body` for each item on threads of its own, at most `limit` at a time, and returns the results in the items' order.
///
/// Plain threads rather than a concurrency runtime: the work is a few long computations, and the image saves the runtime.
public func concurrently<Item: Sendable, Result: Sendable>(
    _ items: [Item], limit: Int, _ body: @escaping @Sendable (Item) -> Result
) -> [Result] {
    let work = ConcurrentWork(items, body)
    var threads: [pthread_t] = []
    for _ in 0..<max(1, min(limit, items.count)) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(work as ConcurrentTask).toOpaque()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<ConcurrentTask>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        if status == 0 { threads.append(thread) } else { Unmanaged<ConcurrentTask>.fromOpaque(context).release() }
    }
    // Without any thread the work is done here.
    if threads.isEmpty { work.run() }
    threads.forEach { pthread_join($0, nil) }
    return work.results()
}

/// What a thread runs.
private class ConcurrentTask: @unchecked Sendable {
    func run() {}
}

private final class ConcurrentWork<Item: Sendable, Result: Sendable>: ConcurrentTask, @unchecked Sendable {
    private let items: [Item]
    private let body: @Sendable (Item) -> Result
    private let next = Atomic(0)
    private let done: Mutex<[(Int, Result)]> = Mutex([])

    init(_ items: [Item], _ body: @escaping @Sendable (Item) -> Result) {
        self.items = items
        self.body = body
    }

    override func run() {
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < items.count else { return }
            let result = body(items[index])
            done.withLock { $0.append((index, result)) }
        }
    }

    func results() -> [Result] { done.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) } }
}
