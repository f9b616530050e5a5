public import Diagnostics
public import Digests
internal import DiskFormats
internal import DiskImage

/// Everything that is on sticks of one size: the image with its log partition grown to the end of the stick.
///
/// It lies in a sparse temporary file; what is not in the plan is a hole in it. One serves all sticks of that size.
public final class PreparedStick: Sendable {
    /// The sticks' length in bytes.
    public let size: Int64
    /// The batch or site that its settings name.
    public let label: String?
    /// What is written, and in which order.
    public let plan: StickPlan
    /// The SHA-256 of each range of `plan.body`, in its order.
    public let bodyDigests: [SHA256Digest]
    /// The SHA-256 of each range of `plan.seal`, in its order.
    public let sealDigests: [SHA256Digest]

    private let file: PositionedFile

    private static let sectorsPerMiB = StickPlan.sectorsPerMiB
    /// Sectors of 512 bytes that a backup table takes (UEFI 2.10, section 5.3.1): 32 of entries and the header.
    private static let backupSectors: Int64 = 33
    /// FAT32 begins at 33 MiB.
    private static let smallestLog: Int64 = 34 * sectorsPerMiB
    /// FAT32 counts its sectors in 32 bits: 2 TiB.
    private static let largestLog: Int64 = 1 << 32 - sectorsPerMiB

    /// Puts together what a stick of `size` bytes gets. Takes mtools a second or two.
    ///
    /// - Throws: `tooSmall`, or `contentInvalid` when what is to be added does not fit or has names that cannot be.
    public init(_ image: StickImage, size: Int64, additions: StickAdditions) throws(StickWriterError) {
        let smallest = Self.smallestSize(for: image)
        guard size >= smallest else {
            throw StickWriterError(
                .tooSmall,
                "\(size / 1_000_000) MB is too small: \(smallest / 1_000_000 + 1) MB needed; use a larger stick")
        }
        let log = image.logPartition
        let room = (size / 512 - Self.backupSectors - log.start) / Self.sectorsPerMiB * Self.sectorsPerMiB
        let grown = log.resized(to: min(room, Self.largestLog))
        let partitions = image.table.partitions.dropLast() + [grown]
        let content = try LogContent(image, additions)
        let file = try PositionedFile.temporary(size: size)
        try imaging { () throws(DiskImageError) in
            try content.volume(size: grown.size * 512).write(
                to: file.path, at: grown.start * 512, timestamp: content.timestamp)
            try GPTImage(
                diskGUID: image.table.diskGUID, sectorCount: size / 512, partitions: Array(partitions)
            ).write(to: file.path)
        }
        // What goes onto sticks is read back before the first of them is touched.
        let used = try soundFormat("the new stick") { () throws(DiskFormatError) in
            _ = try GUIDPartitionTable.read(file, policy: .strict)
            let volume = try FATFileSystem(file, at: grown.start * 512, room: grown.size * 512, policy: .strict)
            try volume.check()
            return volume.usedRanges().map { $0.moved(by: grown.start * 512) }
        }
        var volumes = [grown.start * 512]
        var usedOfImage: [Range<Int64>] = []
        for partition in image.table.partitions.dropLast() {
            let range = partition.bytes
            let room = range.upperBound - range.lowerBound
            if let volume = try? FATFileSystem(image.file, at: range.lowerBound, room: room, policy: .strict) {
                volumes.append(range.lowerBound)
                usedOfImage += volume.usedRanges().map { $0.moved(by: range.lowerBound) }
            } else {
                usedOfImage.append(range)
            }
        }
        for range in usedOfImage { try file.copy(range, from: image.file) }
        try Self.copyBootCode(from: image.file, to: file)

        let plan = StickPlan(
            size: size, used: usedOfImage + used, partitions: partitions.map(\.bytes), volumes: volumes)
        bodyDigests = try plan.body.map { range throws(StickWriterError) in try file.digest(of: range) }
        sealDigests = try plan.seal.map { range throws(StickWriterError) in try file.digest(of: range) }
        (self.size, self.label, self.file, self.plan) = (size, content.label, file, plan)
    }

    /// The length in bytes of the smallest stick that an image can be written to.
    public static func smallestSize(for image: StickImage) -> Int64 {
        (image.logPartition.start + smallestLog + backupSectors) * 512
    }

    /// Fills the buffer with what belongs at a place of the stick.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(StickWriterError) {
        try file.read(into: buffer, at: offset)
    }

    /// The code for a BIOS, and the active entry that some BIOSes want; the protective entry is this stick's own.
    private static func copyBootCode(
        from image: PositionedFile, to file: PositionedFile
    ) throws(StickWriterError) {
        for (offset, count) in [(0, 440), (0x1BE + 16, 48)] as [(Int64, Int)] {
            try file.write(image.bytes(count, at: offset), at: offset)
        }
    }
}

/// Runs work on disk images; what is wrong there is wrong with the image, or with what is added to it.
func imaging<Result>(_ body: () throws(DiskImageError) -> Result) throws(StickWriterError) -> Result {
    do { return try body() } catch {
        throw StickWriterError(error.code == .damaged ? .imageInvalid : .contentInvalid, error.message, cause: error)
    }
}

/// Runs work on partition tables and file systems of an image; what is wrong there is wrong with the image.
func soundFormat<Result>(
    _ image: String, _ body: () throws(DiskFormatError) -> Result
) throws(StickWriterError) -> Result {
    do { return try body() } catch {
        throw StickWriterError(.imageInvalid, "\(image): \(error.message); copy or build the image again", cause: error)
    }
}

extension PartitionSpec {
    fileprivate func resized(to sectors: Int64) -> PartitionSpec {
        PartitionSpec(name: name, type: type, guid: guid, start: start, size: sectors, attributes: attributes)
    }

    /// Where it lies, in bytes.
    fileprivate var bytes: Range<Int64> { start * 512..<(start + size) * 512 }
}
