internal import Diagnostics
internal import DiskFormats
internal import LinuxSystem

/// The GUID partition table of a disk of which Linux shows no partitions, because its first copy or the protective MBR is
/// damaged. Windows starts from such a disk by the other copy.
enum DamagedPartitionTable {
    /// There is none, or Linux goes by the MBR.
    case absent
    /// A copy is sound: the partitions' numbers and places in bytes, and what is wrong with the rest.
    case sound(partitions: [(number: Int, bytes: Range<UInt64>)], damage: String)
    /// No copy is sound.
    case unsound(String)

    /// Reads what is on a disk that shows no partitions.
    static func read(_ disk: BlockDevice) -> DamagedPartitionTable {
        guard let source = try? FileBytes(disk.path) else { return .absent }
        let types = MasterBootRecord.types(of: source)
        let isProtected = types.contains(MasterBootRecord.protectiveType)
        // The partitions of an MBR are what Linux goes by, and Windows too.
        guard isProtected || types.allSatisfy({ $0 == 0 }) else { return .absent }
        do throws(DiskFormatError) {
            let (table, sector) = try GUIDPartitionTable.readSoundCopy(of: source, sectorSize: Int64(disk.sectorSize))
            let places = table.partitions.enumerated().map { index, partition in
                let place = table.bytes(of: partition)
                return (number: index + 1, bytes: UInt64(place.lowerBound)..<UInt64(place.upperBound))
            }
            let damage = [
                isProtected ? nil : "its protective MBR is missing",
                sector == 1 ? nil : "its first copy is damaged; read from the copy at sector \(sector)",
            ]
            return .sound(partitions: places, damage: damage.compactMap { $0 }.joined(separator: ", "))
        } catch {
            return error.code == .noPartitionTable && !isProtected ? .absent : .unsound(error.message)
        }
    }
}
