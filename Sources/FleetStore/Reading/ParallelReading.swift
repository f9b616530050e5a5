internal import Dispatch
internal import Synchronization

/// Reads the files of a source on all processors, and hands out what came of them in the order of the source.
public enum ParallelReading {
    /// Files that are read before the first of them is handed out, and bytes that they may have.
    private static let batchCount = 256
    private static let batchBytes = 1 << 25

    /// Reads a source to its end.
    ///
    /// - Parameters:
    ///   - read: makes a value of a file; runs on several threads.
    ///   - consume: takes the values one by one, on the caller's thread.
    public static func forEach<Value: Sendable>(
        of source: LogSource, read: @escaping @Sendable (LogFile) -> Value, consume: (Value) throws -> Void
    ) rethrows {
        var current = start(source, read)
        while let batch = current {
            // The next batch is read while this one is consumed.
            let values = batch.wait()
            current = start(source, read)
            for value in values { try consume(value) }
        }
    }

    private static func start<Value: Sendable>(
        _ source: LogSource, _ read: @escaping @Sendable (LogFile) -> Value
    ) -> Batch<Value>? {
        var files: [LogFile] = []
        var bytes = 0
        while files.count < batchCount, bytes < batchBytes, let file = source.next() {
            files.append(file)
            bytes += file.size
        }
        return files.isEmpty ? nil : Batch(files, read)
    }
}

/// Files that are being read.
private final class Batch<Value: Sendable>: Sendable {
    private let values = Mutex<[Int: Value]>([:])
    private let isDone = DispatchSemaphore(value: 0)
    private let count: Int

    init(_ files: [LogFile], _ read: @escaping @Sendable (LogFile) -> Value) {
        count = files.count
        DispatchQueue.global().async { [self] in
            DispatchQueue.concurrentPerform(iterations: files.count) { index in
                let value = read(files[index])
                values.withLock { $0[index] = value }
            }
            isDone.signal()
        }
    }

    /// The values, in the order of the files, as soon as they are all there. Once.
    func wait() -> [Value] {
        isDone.wait()
        return values.withLock { values in (0..<count).compactMap { values[$0] } }
    }
}
