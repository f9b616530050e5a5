internal import Foundation
internal import RecoveryLog
internal import RecoveryLogReader
internal import Vocabulary

// Values as the columns of the tables have them.

extension VolumeKind {
    var name: String {
        switch self {
        case .ntfs: "ntfs"
        case .bitlocker: "bitlocker"
        case .other(let name): name
        }
    }
}

extension RecoveryRecord.Chain {
    var name: String {
        switch self {
        case .whole: "whole"
        case .cut: "cut"
        case .edited: "edited"
        case .damaged: "damaged"
        case .unchained: "unchained"
        }
    }
}

extension LineMarks {
    var data: Data { Data(bytes) }
}

extension CollectedLog {
    /// The key protectors of the volumes that stayed locked.
    var missingKeys: [(device: String, protector: BitLockerProtector)] {
        volumes.filter { $0.outcome?.outcome == .locked }.flatMap { volume in
            volume.protectors.map { (volume.device, $0) }
        }
    }
}
