internal import Dispatch
public import Foundation
internal import Synchronization

extension SimulatedFleet {
    /// Writes each stick as a folder with a folder `logs`.
    public func write(to folder: URL) throws {
        let failure = Mutex<(any Error)?>(nil)
        for stick in sticks {
            let logs = folder.appendingPathComponent("\(stick.name)/logs")
            try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
            DispatchQueue.concurrentPerform(iterations: stick.files.count) { index in
                do {
                    let file = stick.files[index]
                    try Data(file.content()).write(to: logs.appendingPathComponent(file.name))
                } catch {
                    failure.withLock { $0 = error }
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
