import Foundation
import TestSupport

/// A GPT disk with a fixture volume in each partition, in their order.
struct FixtureVolumeDisk {
    let path: String
    let volumes: [FixtureVolume]

    init(_ volumes: [FixtureVolume], path: String) throws {
        self.path = path
        self.volumes = volumes
        var table = "label: gpt\n"
        var places: [Int64] = []
        var sector: Int64 = 2048
        for volume in volumes {
            table += "start=\(sector), size=\(volume.size / 512), type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7\n"
            places.append(sector)
            sector += (volume.size + (1 << 20) - 1) / (1 << 20) * 2048
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let script = folder.appendingPathComponent("table")
        try Data(table.utf8).write(to: script)
        try Shell.run(
            "sh", "-c",
            "truncate -s $(($2 * 512 + 1048576)) \"$0\" && "
                + "/usr/sbin/sfdisk -q --no-reread --no-tell-kernel \"$0\" < \"$1\"", path, script.path, "\(sector)")
        for (volume, place) in zip(volumes, places) {
            try Shell.run(
                "dd", "if=\(volume.image.path)", "of=\(path)", "bs=1M", "seek=\(place / 2048)", "conv=notrunc,sparse",
                "status=none")
        }
    }

    /// The number of a volume's partition, by its name in the booted image.
    func device(of name: String) -> String {
        "/dev/nvme0n1p\((volumes.firstIndex { $0.name == name } ?? -1) + 1)"
    }

    /// The name of the volume in a device of the booted image.
    func name(of device: String) -> String? {
        let number = device.split(separator: "p").last.flatMap { Int($0) } ?? 0
        return volumes.indices.contains(number - 1) ? volumes[number - 1].name : nil
    }
}
