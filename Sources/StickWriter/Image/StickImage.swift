public import Diagnostics
public import DiskImage
internal import Vocabulary

/// The image that sticks are written from.
public final class StickImage: Sendable {
    /// The name of the file, for messages.
    public let name: String
    /// The build's short name, 12 hexadecimal digits, if the image tells it.
    public let build: String?
    /// The image's partitions and identity.
    public let table: GPTImage
    /// The partition that receives logs: the last one.
    public let logPartition: PartitionSpec

    let file: PositionedFile

    /// Opens `unloop.img` or `unloop.img.zst`.
    ///
    /// - Throws: `StickWriterError` when the file cannot be read or is not an image of Unloop.
    public init(_ path: String) throws(StickWriterError) {
        name = path
        file = try ImageSource.open(path)
        let foreign = StickWriterError(
            .imageInvalid, "\(path): is a disk image, but not one of Unloop; name the one that unloop build has made")
        do throws(DiskImageError) {
            table = try GPTImage(reading: file.path)
        } catch {
            throw StickWriterError(
                .imageInvalid, "\(path): is not a whole image of Unloop; copy or build it again", cause: error)
        }
        guard file.size >= table.sectorCount * 512 else {
            throw StickWriterError(.imageInvalid, "\(path): is cut off; copy or build it again")
        }
        guard let boot = table.partitions.first(where: { $0.name == StickName.bootPartition }),
            let log = table.partitions.last, log.name == StickName.logPartition, boot.type == PartitionType.system,
            table.partitions.allSatisfy({ $0.start >= StickPlan.sectorsPerMiB && $0.start <= log.start })
        else { throw foreign }
        logPartition = log
        guard let volume = try? FATReader(file.path, at: boot.start * 512, length: boot.size * 512) else {
            throw foreign
        }
        build = StickNames.build(in: volume)
    }
}
