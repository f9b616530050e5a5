import Diagnostics
import Foundation
import LinuxSystem
import RecoveryLog
import RepairEngine
import RepairFakes
import Testing
import Vocabulary
import WindowsVolumes

/// Every reason is emitted by the engine, or at a boot: what never is has no place in the vocabulary.
@Suite struct EmittedReasonsTests {
    /// Reasons that only the running agent can give, each with the test of a boot that expects it.
    private static let boots: [ReasonCode: String] = [
        .noUsableProtector: "BitLockerMachineTests.swift", .agentCrashed: "CrashTests.swift",
    ]
    /// Reasons that the agent's code can give, and no test brings about.
    private static let unproven: Set<ReasonCode> = [.keySkipped]

    private func run(
        _ volumes: [FakeVolume], _ settings: RepairSettings = RepairSettings(), unlocker: FakeUnlocker? = nil,
        hasRemedies: Bool = true
    ) throws -> Set<ReasonCode> {
        let engine = RepairEngine(
            remedies: hasRemedies ? [try remedy()] : [], settings: settings, recorder: EventList(), quarantine: nil)
        engine.unlocker = unlocker
        for volume in volumes { engine.look(at: volume) }
        engine.finish()
        return Set(engine.results.map(\.code) + [MachineResult(engine.results).code])
    }

    private func volume(_ more: [String: String] = [badFile: "bad"], _ change: (FakeVolume) -> Void = { _ in })
        -> FakeVolume
    {
        let volume = FakeVolume(windows(more))
        change(volume)
        return volume
    }

    /// What the engine emits where volumes are as they can be.
    private func states() throws -> Set<ReasonCode> {
        let encrypted = volume { $0.content = .bitLocker(BitLockerState(volumeID: "v", protectors: [])) }
        let unlocker = FakeUnlocker(volume())
        unlocker.failsToClose = true
        let runs: [Set<ReasonCode>] = [
            try run([]), try run([volume()]), try run([volume([:])]), try run([FakeVolume(["readme.txt": "x"])]),
            try run([FakeVolume(["VHD/win11.vhdx": "x"])]), try run([volume { $0.content = .other("vfat") }]),
            try run([volume { $0.content = .unknown(reason: "1 MiB of unknown content") }]),
            try run([volume { $0.content = .damaged(reason: "its first sector is damaged") }]),
            try run([volume { $0.whyNotWritten = WriteRefusal(.arrayMember, "of an array") }]),
            try run([volume { $0.content = .partOfVolume(reason: "half of a mirror") }]), try run([encrypted]),
            try run([encrypted], unlocker: unlocker), try run([volume()], hasRemedies: false),
            try run([volume(), volume(["hiberfil.sys": "hibr"])]), try run([volume()], RepairSettings(lookOnly: true)),
            try run(
                [volume { $0.content = .ntfs(label: nil, dirty: true, logVersion: nil, logClean: nil) }],
                RepairSettings(dirty: .refuse)),
            try run([volume([:]) { $0.links = [badFile] }]), try run([volume { $0.kinds[badFile] = .folder }]),
            try run([volume { $0.kinds[drivers] = .file }]),
            try run([
                FakeVolume(
                    windows([badFile: "bad"]),
                    reference: VolumeReference(
                        device: "/dev/sdb1", disk: "/dev/sdb", start: 0, size: 1 << 30, isRemovable: true))
            ]), try run([volume { $0.lostFiles = [badFile] }]), try run([volume { $0.stuckFiles = [badFile] }]),
            try run([volume { $0.sizes[badFile] = 16 << 40 }]),
            try run([volume { $0.changesForWriting[badFile] = Array("good".utf8) }]),
            try run([volume { $0.addWitness { $0.gaps[drivers] = ["index block 0: it holds zeros"] } }]),
            try run([volume { $0.addWitness { $0.tableGaps = ["file record 40: the disk cannot read it"] } }]),
            try run([volume { $0.addWitness { $0.hidden = [otherFile] } }]),
            try run([
                volume {
                    $0.addWitness(); $0.lostWithRemovals = [otherFile]
                }
            ]),
            try run([
                volume([badFile: "bad", "\(drivers)/CSAgent.sys": "stays"]) {
                    $0.addWitness()
                    $0.lostWithRemovals = [otherFile]
                    $0.sparing = [.rehearse]
                }
            ]),
            try run([
                volume {
                    $0.recognitionError = CocoaError(.fileReadUnknown)
                }
            ]),
        ]
        return runs.reduce(into: []) { $0.formUnion($1) }
    }

    /// What the engine emits where the kernel or a volume's structures stand in the way: the cause's own reason, whatever
    /// was attempted.
    private func causes() throws -> Set<ReasonCode> {
        let errors: [(error: any Error, reason: ReasonCode)] =
            LinuxErrorCode.allCases.map { (LinuxError($0, "forced"), $0.reason) }
            + VolumeErrorCode.allCases.map { (VolumeError($0, "forced"), $0.reason) }
        for (error, reason) in errors {
            #expect(try run([volume { $0.recognitionError = error }]).contains(reason), "\(reason)")
            for purpose in [TreePurpose.look, .write, .verify] {
                let codes = try run([
                    volume {
                        $0.failingMounts = [purpose]
                        $0.mountError = error
                    }
                ])
                #expect(codes == [reason], "\(reason) in a mount to \(purpose)")
            }
        }
        return Set(errors.map(\.reason))
    }

    @Test func everyReasonIsEmitted() throws {
        let emitted = try states().union(try causes())
        let missing = Set(ReasonCode.allCases).subtracting(emitted).subtracting(Self.boots.keys)
            .subtracting(Self.unproven)
        #expect(missing.isEmpty, "\(missing.map(\.rawValue).sorted())")
    }

    @Test(arguments: boots.keys.sorted { $0.rawValue < $1.rawValue }) func bootsExpectTheOthers(code: ReasonCode) throws
    {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../BootTests/\(try #require(Self.boots[code]))")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(".\(code)") || text.contains("\"\(code.rawValue)\""))
    }
}
