import Digests
import RecoveryLog
import Timestamps
import Vocabulary

/// One event of every kind with its line, and one with all that is optional left out where that differs.
enum SampleEvents {
    static let time = UTCTime(milliseconds: 1_721_366_820_007)

    static let machine = MachineIdentity(
        manufacturer: "QEMU", product: "Standard PC", serial: "S-1", uuid: "0f0e0d0c-0b0a-0908-0706-050403020100",
        macs: ["52:54:00:12:34:56"], firmware: .uefi, secureBoot: .on)
    static let start = StartEvent(
        run: "00c0ffee", image: "b1", version: "0.1.0", mode: .repair, label: "floor 3", machine: machine,
        settings: ["unloop.then=wait"])
    static let volume = VolumeReference(
        device: "/dev/nvme0n1p3", disk: "/dev/nvme0n1", partition: 3, partitionGUID: "aa-bb", start: 1_048_576,
        size: 9_223_372_036_854_775_807)
    static let digest = SHA256Hasher.hash([])
    static let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    static let device = "/dev/nvme0n1p3"
    static let file = "Windows/System32/drivers/CrowdStrike/C-00000291-1.sys"

    static let all: [(event: LogEvent, line: String)] = [
        (
            .start(start),
            #"""
            {"event":"start",TIME,"schema":"unloop-log/1","run":"00c0ffee","image":"b1","version":"0.1.0","mode":"repair",\#
            "label":"floor 3","machine":{"manufacturer":"QEMU","product":"Standard PC","serial":"S-1",\#
            "uuid":"0f0e0d0c-0b0a-0908-0706-050403020100","macs":["52:54:00:12:34:56"],"firmware":"uefi",\#
            "secureBoot":"on"},"settings":["unloop.then=wait"]}
            """#
        ),
        (
            .start(
                StartEvent(
                    run: "1", image: "", version: "", mode: .look,
                    machine: MachineIdentity(macs: [], firmware: .bios, secureBoot: .unsupported), settings: [])),
            #"""
            {"event":"start",TIME,"schema":"unloop-log/1","run":"1","image":"","version":"","mode":"look",\#
            "machine":{"macs":[],"firmware":"bios","secureBoot":"unsupported"},"settings":[]}
            """#
        ),
        (
            .disk(
                DiskEvent(
                    device: "/dev/nvme0n1", model: "QEMU NVMe Ctrl", serial: "d1", bus: "nvme", size: 512, table: .gpt)),
            #"""
            {"event":"disk",TIME,"device":"/dev/nvme0n1","model":"QEMU NVMe Ctrl","serial":"d1","bus":"nvme","size":512,\#
            "table":"gpt"}
            """#
        ),
        (
            .disk(DiskEvent(device: "/dev/sda", size: 0, table: .none)),
            #"{"event":"disk",TIME,"device":"/dev/sda","size":0,"table":"none"}"#
        ),
        (
            .volume(
                VolumeEvent(
                    volume: volume, kind: .ntfs, label: "Windows",
                    ntfs: NTFSState(
                        dirty: true, logVersion: "2.0", logClean: false, hibernation: .hibernated))),
            #"""
            {"event":"volume",TIME,"device":"/dev/nvme0n1p3","disk":"/dev/nvme0n1","partition":3,"partitionGUID":"aa-bb",\#
            "start":1048576,"size":9223372036854775807,"kind":"ntfs","label":"Windows","ntfs":{"dirty":true,\#
            "logVersion":"2.0","logClean":false,"hibernation":"hibernated"}}
            """#
        ),
        (
            .volume(
                VolumeEvent(
                    volume: VolumeReference(device: "/dev/sda", disk: "/dev/sda", start: 0, size: 1), kind: .bitlocker,
                    bitlocker: BitLockerState(
                        volumeID: "v1", protectors: [BitLockerProtector(id: "p1", kind: .recoveryPassword)],
                        metadataCopy: 2, computerName: "WARD-7"))),
            #"""
            {"event":"volume",TIME,"device":"/dev/sda","disk":"/dev/sda","start":0,"size":1,"kind":"bitlocker",\#
            "bitlocker":{"volumeID":"v1","protectors":[{"id":"p1","kind":"recovery-password"}],\#
            "metadataCopy":2,"computerName":"WARD-7"}}
            """#
        ),
        (
            .volume(
                VolumeEvent(
                    volume: VolumeReference(
                        device: "/dev/sda1", disk: "/dev/sda", partition: 1, start: 0, size: 1, isRemovable: true),
                    kind: .other("vfat"))),
            #"""
            {"event":"volume",TIME,"device":"/dev/sda1","disk":"/dev/sda","partition":1,"start":0,"size":1,\#
            "removable":true,"kind":"other:vfat"}
            """#
        ),
        (
            .unlocked(
                UnlockedEvent(
                    device: device, protectorKind: .recoveryPassword,
                    protectorID: "063ea4e1-220c-4293-ba01-4754620a96e7", source: "keys/export.csv, row 7")),
            #"""
            {"event":"unlocked",TIME,"device":"/dev/nvme0n1p3","protectorKind":"recovery-password",\#
            "protectorID":"063ea4e1-220c-4293-ba01-4754620a96e7","source":"keys/export.csv, row 7"}
            """#
        ),
        (
            .windows(
                WindowsEvent(
                    device: device, folder: "Windows", computerName: "PC-IN-THE-LONG-",
                    hostName: "PC-in-the-long-corridor", productName: "Windows 10 Pro",
                    build: "19045.4651")),
            #"""
            {"event":"windows",TIME,"device":"/dev/nvme0n1p3","folder":"Windows","computerName":"PC-IN-THE-LONG-",\#
            "hostName":"PC-in-the-long-corridor",\#
            "productName":"Windows 10 Pro","build":"19045.4651"}
            """#
        ),
        (
            .match(
                MatchEvent(
                    device: device, path: file, size: 40_960, modified: UTCTime(seconds: 1_721_362_140), sha256: digest,
                    remedy: "crowdstrike-291", decision: .remove, reason: "its name matches")),
            #"""
            {"event":"match",TIME,"device":"/dev/nvme0n1p3","path":"\#(file)","size":40960,\#
            "modified":"2024-07-19T04:09:00.000Z","sha256":"\#(hash)","remedy":"crowdstrike-291","decision":"remove",\#
            "reason":"its name matches"}
            """#
        ),
        (
            .copied(CopiedEvent(device: device, path: file, quarantine: "quarantine/00c0ffee/1.sys", sha256: digest)),
            #"""
            {"event":"copied",TIME,"device":"/dev/nvme0n1p3","path":"\#(file)","quarantine":"quarantine/00c0ffee/1.sys",\#
            "sha256":"\#(hash)"}
            """#
        ),
        (
            .mounted(MountedEvent(device: device, driver: "ntfs3", forced: true, purpose: .write)),
            #"{"event":"mounted",TIME,"device":"/dev/nvme0n1p3","driver":"ntfs3","forced":true,"purpose":"write"}"#
        ),
        (
            .removed(RemovedEvent(device: device, path: file)),
            #"{"event":"removed",TIME,"device":"/dev/nvme0n1p3","path":"\#(file)"}"#
        ),
        (
            .verified(VerifiedEvent(device: device, paths: [file])),
            #"{"event":"verified",TIME,"device":"/dev/nvme0n1p3","paths":["\#(file)"],"count":1}"#
        ),
        (
            .volumeOutcome(
                VolumeOutcomeEvent(
                    device: device, outcome: .repaired, code: .removedAndVerified, reason: "1 bad file is gone",
                    removed: [file])),
            #"""
            {"event":"volume-outcome",TIME,"device":"/dev/nvme0n1p3","outcome":"repaired","code":"removed-and-verified",\#
            "reason":"1 bad file is gone","removed":["\#(file)"],"removedCount":1}
            """#
        ),
        (
            .note(NoteEvent(code: .detail, message: "a device has no driver", device: "pci 0000:00:0e.0")),
            #"""
            {"event":"note",TIME,"code":"detail","message":"a device has no driver","device":"pci 0000:00:0e.0"}
            """#
        ),
        (
            .note(NoteEvent(code: .noStick, message: "no log")),
            #"{"event":"note",TIME,"code":"no-stick","message":"no log"}"#
        ),
        (
            .end(
                EndEvent(
                    outcome: .nothingToDo, code: .nothingFound, reason: "nothing to remove", next: "Restart.",
                    seconds: 12)
            ),
            #"""
            {"event":"end",TIME,"outcome":"nothing-to-do","code":"nothing-found","reason":"nothing to remove",\#
            "next":"Restart.","seconds":12}
            """#
        ),
        (
            .signature(SignatureEvent(key: key, signature: signature)),
            #"{"event":"signature",TIME,"key":"\#(key)","signature":"\#(signature)"}"#
        ),
    ]

    /// The end of a run.
    static var end: LogEvent { all[all.count - 2].event }

    /// The first key pair of RFC 8032, section 7.1.
    static let key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    /// What openssl made with it of `start`'s run behind `digest`.
    static let signature =
        "2152404039d125ae09486694299cfaaf1950babf15c59f6f95596c68727e8b6d"
        + "180b85e693bb4d0c46565e1654b641f7faca1b19482f21fc9a826d6046843709"

    /// The events as one log, which is not signed.
    static var log: [UInt8] {
        get throws {
            var bytes: [UInt8] = []
            var chain = LogChain()
            for (sequence, sample) in all.dropLast().enumerated() where sequence != 1 {
                let number = sequence == 0 ? 0 : sequence - 1
                bytes += try LogEncoder.line(sample.event, time: time, sequence: number, chain: &chain)
            }
            return bytes
        }
    }
}
