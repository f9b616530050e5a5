internal import Diagnostics
internal import DiskFormats
internal import LinuxSystem

/// The GUID partition table of a disk of which Linux shows no partitions, because its first copy or the protective MBR is
/// damaged.
enum DamagedPartitionTable {
    /// There is none, or Linux goes by the MBR.
    case absent
    /// A copy is sound: the partitions' numbers and places in bytes, and why Linux does not use the table.
    case sound(partitions: [(number: Int, bytes: Range<UInt64>)], damage: String, isDynamic: Bool)
    /// No copy is sound.
    case unsound(String)

    /// Reads what is on a disk that shows no partitions.
    static func read(_ disk: BlockDevice) -> DamagedPartitionTable {
        let source: FileBytes
        do throws(SystemCallError) {
            source = try FileBytes(disk.path)
        } catch {
            return .unsound(error.message)
        }
        let types = MasterBootRecord.types(of: source)
        let isProtected = types.contains(MasterBootRecord.protectiveType)
        // The partitions of an MBR are what Linux goes by, and Windows too.
        guard isProtected || types.allSatisfy({ $0 == 0 }) else { return .absent }
        do throws(DiskFormatError) {
            let (table, numbers, sector) = try GUIDPartitionTable.readSoundCopy(
                of: source, sectorSize: Int64(disk.sectorSize))
            let places = zip(numbers, table.partitions).map { number, partition in
                let place = table.bytes(of: partition)
                return (number: number, bytes: UInt64(place.lowerBound)..<UInt64(place.upperBound))
            }
            return .sound(
                partitions: places, damage: damage(isProtected: isProtected, headerSector: sector),
                isDynamic: table.partitions.contains {
                    [PartitionType.dynamicMetadata, PartitionType.dynamicData].contains($0.type)
                })
        } catch {
            return error.code == .noPartitionTable && !isProtected ? .absent : .unsound(error.message)
        }
    }

    private static func damage(isProtected: Bool, headerSector: Int64) -> String {
        let faults = [
            isProtected ? nil : "the protective MBR is missing",
            headerSector == 1 ? nil : "the first copy is damaged; read from the copy at sector \(headerSector)",
        ].compactMap { $0 }
        return faults.isEmpty ? "Linux does not take it" : faults.joined(separator: ", ")
    }
}
