import Testing
import VMLab

/// A machine's disk with partitions that BitLocker has encrypted.
struct LockedDisk {
    /// The disk as the machine has it.
    let disk: MachineDisk
    /// The same disk before it was encrypted; it is never booted.
    let plain: MachineDisk
    /// What opens the partitions, by their number.
    let keys: [Int: BitLockerKeys]

    /// - Parameters:
    ///   - model: the disk before it is encrypted.
    ///   - partitions: how each partition is encrypted: options of `make_bitlocker.py`.
    init(_ plain: MachineDisk, encrypting partitions: [Int: [String]]) throws {
        self.plain = plain
        let image = plain.path + ".locked"
        try DiskComparison.copy(plain.path, to: image)
        var keys: [Int: BitLockerKeys] = [:]
        for (partition, options) in partitions {
            let seed = "\(image.split(separator: "/").last ?? "")-\(partition)"
            keys[partition] = try BitLockerWrapping.encrypt(partition, of: image, options: options, seed: seed)
        }
        self.keys = keys
        disk = try MachineDisk(image, delete: plain.delete)
    }

    /// Partition 3 is `C:` on the generators' GPT disks.
    var systemKeys: BitLockerKeys {
        get throws { try #require(keys[3]) }
    }

    var secrets: [Secret] { keys.values.flatMap(\.secrets) }

    /// Within the encryption the files that had to go are gone; every other file is there with the same content.
    func expectRepaired(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let wanted = try DiskState(of: plain.original).removing(plain.delete)
        #expect(
            wanted.missing == [] && plain.delete != [], "the disk must be a broken one", sourceLocation: sourceLocation)
        let opened = disk.path + ".opened"
        try DiskComparison.copy(disk.path, to: opened)
        for (partition, keys) in keys { try BitLockerWrapping.decrypt(partition, of: opened, keys: keys) }
        let differences = try DiskState(of: opened).differences(from: wanted.state)
        #expect(differences == [], sourceLocation: sourceLocation)
    }
}
