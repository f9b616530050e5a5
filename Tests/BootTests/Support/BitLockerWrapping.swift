import Foundation
import TestSupport

/// The fixtures' `make_bitlocker.py`: turns an NTFS partition of a disk image into a BitLocker volume, in its place, and
/// back.
enum BitLockerWrapping {
    static let programs = ["python3", "sfdisk", "dd"]

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
        let told = try Shell.run(
            "sh", "-c", Self.encryption, image, String(place.start), String(place.size), tool,
            (["--seed", seed] + options).map { "'\($0)'" }.joined(separator: " "),
            environment: ["PYTHONDONTWRITEBYTECODE": "1"])
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

    /// Encrypts $2 bytes from byte $1 on of the image $0 by the program $3 with the options $4.
    private static let encryption = """
        set -e
        dd if="$0" of="$0.plain" bs=1M iflag=skip_bytes,count_bytes skip="$1" count="$2" conv=sparse status=none
        truncate -s "$2" "$0.plain"
        eval python3 "'$3'" "'$0.plain'" "'$0.locked'" $4
        fallocate -p -o "$1" -l "$2" "$0"
        dd if="$0.locked" of="$0" bs=1M oflag=seek_bytes seek="$1" conv=notrunc,sparse status=none
        rm "$0.plain" "$0.locked"
        """

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
