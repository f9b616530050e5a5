extension NTFSBootSector {
    /// How far before the end of a partition the copy of a boot sector is looked for, in bytes: partitions are rounded up.
    private static let searchedEnd: Int64 = 1 << 20

    /// Which of the two boot sectors was used.
    public enum Origin: String, Sendable {
        /// The first sector.
        case first
        /// The copy behind the volume's last sector.
        case copy
    }

    /// The copy of a boot sector, found by itself: it lies where the volume that it describes ends.
    ///
    /// - Returns: nil when there is none in the last MiB.
    public static func copy(in volume: any VolumeBytes, named name: String) -> NTFSBootSector? {
        let source = CheckedSource(volume)
        let start = max(512, (source.size - searchedEnd) / 512 * 512)
        guard start < source.size else { return nil }
        var bytes: [UInt8] = []
        source.readAround(
            at: start, count: Int((source.size - start) / 512 * 512), piece: 4096, into: &bytes, failed: { _, _ in })
        for offset in stride(from: bytes.count - 512, through: 0, by: -512) {
            guard let boot = try? NTFSBootSector(Array(bytes[offset..<offset + 512]), volume: name),
                boot.size == start + Int64(offset)
            else { continue }
            return boot
        }
        return nil
    }
}
