import Foundation
import TestSupport
import VMLab

/// The fixtures' `make_bitlocker.py`: turns an NTFS partition of a disk image into a BitLocker volume, in its place, and
/// back.
enum BitLockerWrapping {
    static let canEncrypt = (try? Shell.run("python3", "-c", "import cryptography")) != nil

    /// Encrypts a partition of an image.
    ///
    /// - Parameters:
    ///   - options: options of `make_bitlocker.py`, such as `--tpm --rp auto`.
    ///   - seed: what all keys and identifiers come from.
    static func encrypt(_ partition: Int, of image: String, options: [String], seed: String) throws -> BitLockerKeys {
        guard let fixtures = Fixtures.folder else { throw BenchError("there are no fixtures") }
        let place = try Self.place(of: partition, in: image)
        let tool = fixtures.appendingPathComponent("make/make_bitlocker.py").path
        let (plain, locked) = (image + ".part", image + ".encrypted")
        try DiskComparison.extract(image, offset: place.start, size: place.size, to: plain)
        let told = try Shell.run(
            ["python3", tool, plain, locked, "--seed", seed] + options,
            environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        try Shell.run("fallocate", "-p", "-o", "\(place.start)", "-l", "\(place.size)", image)
        try Shell.run(
            "dd", "if=\(locked)", "of=\(image)", "bs=1M", "oflag=seek_bytes", "seek=\(place.start)",
            "conv=notrunc,sparse", "status=none")
        try Shell.run("rm", plain, locked)
        return try JSONDecoder().decode(BitLockerKeys.self, from: Data(told.utf8))
    }

    /// Decrypts a partition of an image with the volume's own key, without BitLocker's metadata or a driver.
    static func decrypt(_ partition: Int, of image: String, keys: BitLockerKeys) throws {
        let place = try Self.place(of: partition, in: image)
        try Shell.run(
            ["python3", "-c", Self.decryption, image, String(place.start), String(place.size), keys.fvek]
                + ([keys.volumeHeaderOffset] + keys.metadataOffsets).map(String.init))
    }

    private static func place(of partition: Int, in image: String) throws -> PartitionTable.Partition {
        let found = try PartitionTable(of: image).partitions.first { $0.number == partition }
        guard let found else { throw BenchError("\(image) has no partition \(partition)") }
        return found
    }

    /// AES-XTS in sectors of 512 bytes, numbered from the volume's start. The first 8 KiB lie where the metadata says, and
    /// the metadata's own places read as zeros. Holes are free clusters, which were never encrypted.
    private static let decryption = """
        import struct, sys
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        image, start, size, key = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), bytes.fromhex(sys.argv[4])
        header, *metadata = map(int, sys.argv[5:])
        algorithm = algorithms.AES(key)
        def plain(data, offset):
            out = []
            for at in range(0, len(data), 512):
                mode = modes.XTS(struct.pack('<QQ', (offset + at) // 512, 0))
                out.append(Cipher(algorithm, mode).decryptor().update(data[at:at + 512]))
            return b''.join(out)
        with open(image, 'r+b') as file:
            def read(offset, count):
                file.seek(start + offset)
                return file.read(count)
            first = plain(read(header, 8192), header)
            for offset in range(0, size, 4096):
                data = read(offset, min(4096, size - offset))
                if not any(data):
                    continue
                inside = any(place <= offset < place + 65536 for place in metadata) or header <= offset < header + 8192
                file.seek(start + offset)
                file.write(bytes(len(data)) if inside else plain(data, offset))
            file.seek(start)
            file.write(first)
        """
}
