import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Volumes of which a part cannot be read. Drivers show what is left as if it were all there was: here it is never the
/// ground of a promise or a change.
@Suite("Incomplete volumes", .needsImage, .needs(.bios), .needsDiskTools)
struct IncompleteVolumeTests {
    private static let sensor = ["Windows", "System32", "drivers", "CrowdStrike"]
    private static let bad = "C-00000291-00000000-00000032.sys"
    /// The partition of C: on the GPT disks of the project's generator.
    private static let system = 3

    /// Disks in one machine: what is wrong with each of them, and what has to be said of it.
    private enum Damage: String, CaseIterable {
        /// Zeros in the sensor folder's index, where the bad file stands.
        case zeroedFolder = "many-files"
        /// Zeros in the root folder's index, which hides the hibernation file.
        case zeroedRoot = "hibernated"
        /// The sensor folder's index has a sector that cannot be read.
        case unreadableFolder = "many-files-2"
        /// The record of a file that nobody looks for cannot be read.
        case unreadableRecord = "many-files-3"
        /// The partition was cut short.
        case shortPartition = "base-gpt"

        var model: String { rawValue.replacing("-2", with: "").replacing("-3", with: "") }

        var code: ReasonCode {
            switch self {
            case .zeroedFolder, .zeroedRoot, .unreadableFolder: .incompleteFolder
            case .unreadableRecord: .incompleteFileTable
            case .shortPartition: .outsideVolume
            }
        }

        /// What the reason has to name.
        func words(of places: NTFSPlaces) -> [String] {
            switch self {
            case .zeroedFolder: ["Windows/System32/drivers/CrowdStrike", "index block", "zeros"]
            case .zeroedRoot: ["root folder", "index block", "zeros"]
            case .unreadableFolder: ["Windows/System32/drivers/CrowdStrike", "index block", "the disk cannot read it"]
            case .unreadableRecord: ["file table", "file record", "the disk cannot read it"]
            case .shortPartition: ["bytes longer than its partition"]
            }
        }
    }

    @Test("each has failed for its reason, and bit for bit is as it was")
    func damages() async throws {
        try await Bench.with { bench in
            let stick = try bench.stick()
            var devices: [VirtualMachine.Device] = [.usbStick(stick)]
            var disks: [(damage: Damage, disk: MachineDisk, words: [String])] = []
            for damage in Damage.allCases {
                let folder = Bench(folder: bench.folder.appendingPathComponent(damage.rawValue))
                let image = try BrokenDisk.own(damage.model).make(in: folder.folder).images[0]
                let places = try NTFSPlaces(Self.system, of: image)
                var device = VirtualMachine.Device.nvme(image)
                switch damage {
                case .zeroedFolder:
                    let block = try places.indexBlock(of: Self.sensor, with: Self.bad)
                    try NTFSPlaces.zero(4096, at: block, of: image)
                case .zeroedRoot:
                    let block = try places.indexBlock(of: [], with: "hiberfil.sys")
                    try NTFSPlaces.zero(4096, at: block, of: image)
                case .unreadableFolder:
                    let block = try places.indexBlock(of: Self.sensor, with: Self.bad)
                    device = .badNVMe(image, sectors: [block / 512 + 1])
                case .unreadableRecord:
                    // Far from the records of folders: a bad sector takes its neighbours in the page along.
                    let record = try places.record(of: Self.sensor + ["C-00000400-00000000-00001000.sys"])
                    device = .badNVMe(image, sectors: [record / 512])
                case .shortPartition:
                    try Shell.run("sh", "-c", "echo 'size=100000' | /usr/sbin/sfdisk -q --no-reread -N 3 \"$0\"", image)
                }
                devices.append(device)
                disks.append((damage, try MachineDisk(image, delete: []), damage.words(of: places)))
            }
            let page = try await bench.boot(bench.direct(devices), picture: "incomplete")
            #expect(page.outcome == "failed")
            for (_, disk, _) in disks { try disk.expectUntouched() }
            let log = try bench.content(of: stick).expectLog(.failed, of: disks.map(\.disk))
            #expect(log.removedPaths == [])
            // Which disk gets which number is up to the kernel, which probes them side by side.
            let results = log.volumeOutcomes.filter { $0.device.hasSuffix("p\(Self.system)") }
            #expect(results.count == disks.count)
            for (damage, _, words) in disks {
                let isTold = results.contains { result in
                    result.outcome == .failed && result.code == damage.code.rawValue
                        && words.allSatisfy { result.reason.contains($0) }
                }
                #expect(isTold, "\(damage): \(words) in \(results.map(\.reason))")
            }
        }
    }

    @Test("a locked volume is read through its mapping", .needsFixtures, .needsBitLockerTools)
    func bitLocker() async throws {
        try await Bench.with { bench in
            let image = try BrokenDisk.own("many-files").make(in: bench.folder).images[0]
            let block = try NTFSPlaces(Self.system, of: image).indexBlock(of: Self.sensor, with: Self.bad)
            try NTFSPlaces.zero(4096, at: block, of: image)
            _ = try BitLockerWrapping.encrypt(Self.system, of: image, options: ["--clear-key"], seed: "index")
            let disk = try MachineDisk(image, delete: [])
            let stick = try bench.stick()
            let page = try await bench.boot(bench.direct([.usbStick(stick), .nvme(disk.path)]))
            #expect(page.outcome == "failed")
            try disk.expectUntouched()
            let log = try bench.content(of: stick).expectLog(.failed, of: [disk])
            #expect(log.end?.code == ReasonCode.incompleteFolder.rawValue)
        }
    }
}
