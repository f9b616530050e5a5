public import Diagnostics
public import DiskFormats
internal import Vocabulary

/// The image that sticks are written from.
public final class StickImage: Sendable {
    /// The name of the file, for messages.
    public let name: String
    /// The build's short name, 12 hexadecimal digits, if the image tells it.
    public let build: String?
    /// The image's partitions and identity.
    public let table: GUIDPartitionTable
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
            .imageInvalid, "\(path): a disk image, but not an Unloop image; name one from unloop build")
        do throws(DiskFormatError) {
            table = try GUIDPartitionTable.read(file, policy: .strict)
        } catch {
            throw StickWriterError(
                .imageInvalid, "\(path): not a complete Unloop image; copy or build it again", cause: error)
        }
        guard let boot = table.partitions.first(where: { $0.name == StickName.bootPartition }),
            let log = table.partitions.last, log.name == StickName.logPartition, boot.type == PartitionType.system,
            table.partitions.allSatisfy({ $0.start >= StickPlan.sectorsPerMiB && $0.start <= log.start })
        else { throw foreign }
        logPartition = log
        let (image, place) = (file, table.bytes(of: boot))
        let listing = try soundFormat(path) { () throws(DiskFormatError) in
            try FATFileSystem(image, at: place.lowerBound, room: place.upperBound - place.lowerBound, policy: .strict)
                .check()
        }
        build = StickNames.build(among: listing.items)
    }
}
