internal import Dispatch
public import Foundation
internal import Synchronization

extension SimulatedFleet {
    /// Writes each stick as a folder, with the folders that the agent makes on it.
    public func write(to folder: URL) throws {
        for stick in sticks { try stick.write(to: folder.appendingPathComponent(stick.name)) }
    }
}

extension SimulatedFleet.Stick {
    /// Writes the stick's files beneath a folder.
    public func write(to root: URL) throws {
        let paths = try files.map { try $0.path() }
        for parent in Set(paths.map { $0.split(separator: "/").dropLast().joined(separator: "/") }) {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent(parent), withIntermediateDirectories: true)
        }
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: files.count) { index in
            do {
                try Data(files[index].content()).write(to: root.appendingPathComponent(paths[index]))
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
