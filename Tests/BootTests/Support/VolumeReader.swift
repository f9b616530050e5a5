import Digests
import Foundation
import Testing
import VMLab

/// Opens volumes by `cryptsetup` in the image's rescue shell and copies their plain content out of the machine, where it
/// is hashed: in the machine that takes several times as long.
struct VolumeReader {
    /// Volumes with a recovery password or none at all, of which the content is known.
    let volumes: [FixtureVolume]
    let disk: FixtureVolumeDisk

    init(_ disk: FixtureVolumeDisk) {
        self.disk = disk
        volumes = disk.volumes.filter { $0.hash?.isEmpty == false }
    }

    private var places: [Int64] {
        volumes.reduce(into: [0]) { places, volume in places.append((places.last ?? 0) + volume.size / (1 << 20)) }
    }

    /// The shell script: two volumes at a time, because the key stretch keeps one processor busy.
    private var script: String {
        let steps = zip(volumes, places).enumerated().map { number, step in
            let (volume, place) = step
            let key = volume.recoveryPasswords.first.map { "printf %s \($0.text) |" } ?? "</dev/null"
            return (
                number % 2,
                """
                \(key) cryptsetup open --readonly --type bitlk \(disk.device(of: volume.name)) volume\(number) &&
                dd if=/dev/mapper/volume\(number) of=/dev/vda bs=1M seek=\(place) 2>/dev/null &&
                cryptsetup close volume\(number) && echo "read-$((\(number)))-whole"
                """
            )
        }
        let workers = [0, 1].map { worker in
            "(\n" + steps.filter { $0.0 == worker }.map(\.1).joined(separator: "\n") + "\n) &"
        }
        return (workers + ["wait", "sync", "echo \"all-$((40+2))-read\"", "exit", ""]).joined(separator: "\n")
    }

    /// Boots the image's shell and reads the volumes.
    ///
    /// - Returns: the hash of each volume's plain content by its name; those that did not open are not in it.
    func read(on bench: Bench) async throws -> [String: String] {
        let target = bench.folder.appendingPathComponent("target.img")
        let program = bench.folder.appendingPathComponent("script.img")
        try Data().write(to: target)
        try FileHandle(forWritingTo: target).truncate(atOffset: UInt64((places.last ?? 0) << 20))
        let text = Data(script.utf8)
        try (text + Data(count: 65_536 - text.count)).write(to: program)

        var configuration = try bench.direct([
            .nvme(disk.path), .virtioBlock(target.path), .virtioBlock(program.path),
        ])
        configuration.commandLine = try ImageUnderTest.commandLine(
            ImageUnderTest.emulation + ["unloop.mode=shell"])
        configuration.processors = 2
        bench.prepare(&configuration)
        let transcript = try await VirtualMachine.run(configuration) { machine in
            try await machine.waitForPrompt("unloop# ", timeout: Bench.patience)
            try machine.sendSerial(
                "until [ -b /dev/vdb ]; do sleep 1; done; head -c \(text.count) /dev/vdb >/s; sh /s\n")
            try await machine.wait(for: "all-42-read", timeout: Bench.patience * 4)
            return machine.transcript
        }
        #expect(ConsoleScan.problems(in: transcript) == [])
        var hashes: [String: String] = [:]
        for (number, (volume, place)) in zip(volumes, places).enumerated()
        where transcript.contains("read-\(number)-whole") {
            let content = bench.folder.appendingPathComponent("content").path
            try DiskComparison.extract(target.path, offset: place << 20, size: volume.size, to: content)
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: content))
            hashes[volume.name] = "\(try SHA256Hasher.hash(fileDescriptor: file.fileDescriptor))"
            try file.close()
        }
        return hashes
    }
}
