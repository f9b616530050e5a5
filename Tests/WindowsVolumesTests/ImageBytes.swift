import Diagnostics
import Foundation
import NTFSReader

@testable import WindowsVolumes

/// A volume in memory.
struct ImageBytes: VolumeBytes {
    var bytes: [UInt8]
    var size: Int64 { Int64(bytes.count) }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size - Int64(count) else {
            throw VolumeError(.outsideVolume, "outside")
        }
        return Array(bytes[Int(offset)..<Int(offset) + count])
    }
}
