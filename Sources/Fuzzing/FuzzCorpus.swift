public import Foundation
internal import LinuxSystem
internal import NTFSReader
internal import WindowsVolumes

/// The files that a fuzzer begins with: a folder of inputs and a dictionary for each target.
public enum FuzzCorpus {
    /// Where volumes begin in an image that partitioning tools made.
    private static let alignment: Int64 = 1 << 20

    /// Writes `TARGET/…` and `TARGET.dict` into a folder, with seeds from image files added to those that are built in.
    ///
    /// - Parameter images: files of disks or volumes; what a parser reads of them becomes a seed, the files stay as they are.
    public static func write(to folder: URL, images: [String] = []) throws {
        var seeds = Dictionary(uniqueKeysWithValues: FuzzTarget.allCases.map { ($0, $0.seeds) })
        for image in images {
            for (target, seed) in try self.seeds(ofImage: image) { seeds[target, default: []].append(seed) }
        }
        for (target, inputs) in seeds {
            let inside = folder.appendingPathComponent(target.rawValue)
            try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
            for (number, input) in inputs.enumerated() {
                try Data(input).write(to: inside.appendingPathComponent("seed-\(number)"))
            }
            let words = target.dictionary.map { quoted($0) + "\n" }.joined()
            try Data(words.utf8).write(to: folder.appendingPathComponent("\(target.rawValue).dict"))
        }
    }

    /// The seeds of an image: of the disk as a whole, and of every NTFS and BitLocker volume that begins at a whole MiB.
    static func seeds(ofImage path: String) throws -> [(target: FuzzTarget, seed: [UInt8])] {
        let disk = try DeviceBytes.open(path)
        let whole = RecordedImage(disk, start: 0)
        // Signatures of file systems stand up to 68 KiB behind the beginning, those of arrays and GPTs before the end.
        _ = try? whole.read(at: 0, count: Int(min(whole.size, 69_632)))
        _ = try? whole.read(at: max(0, whole.size - 33 * 512), count: Int(min(whole.size, 33 * 512)))
        var seeds: [(FuzzTarget, [UInt8])] = [(.partitions, try whole.seed())]
        for start in stride(from: 0, through: disk.size - alignment, by: Int(alignment)) {
            let volume = RecordedImage(disk, start: start)
            let sector = try volume.read(at: 0, count: 512)
            if BitLockerVolume.isRecognised(sector) {
                _ = try? BitLockerVolume.read(volume, named: path)
                seeds += [(.bitlocker, try volume.seed()), (.partitions, try volume.seed())]
            } else if let boot = try? NTFSBootSector(sector, volume: path) {
                _ = NTFSState.read(boot, in: volume)
                seeds += [(.ntfs, try volume.seed()), (.partitions, try volume.seed())]
            }
        }
        return seeds
    }

    /// A word as libFuzzer's dictionaries have it: what is not a printable ASCII character is in hexadecimal.
    private static func quoted(_ word: String) -> String {
        let letters = word.utf8.map { byte in
            (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                ? String(Unicode.Scalar(byte)) : "\\x" + String(format: "%02x", byte)
        }
        return "\"\(letters.joined())\""
    }
}
