public import Diagnostics

/// Reads an NTFS volume without any driver: what its folders list, and which records of its file table bear a name.
///
/// A second witness beside the driver that has the volume mounted: the driver may list a folder of which it cannot read a
/// part as if that part were empty (ntfs3 does: measured). This reader says of every answer whether it is complete, and
/// what is missing. It reads only, believes nothing that it reads, and takes at most 64 MiB of memory.
public final class NTFSVolumeReader {
    /// The boot sector that is used.
    public let boot: NTFSBootSector
    /// Where it was read.
    public let bootOrigin: NTFSBootSector.Origin
    /// Bytes that the volume has beyond the end of its partition or disk: 0 for a sound one.
    public let missingBytes: Int64
    /// What is wrong with the volume as a whole.
    public private(set) var faults: [NTFSFault]
    /// The volume's table of upper-case letters; that of ASCII where it cannot be read.
    public let upCase: UpCaseTable

    let table: FileTable

    /// Records of the file table, in use or not.
    public var recordCount: UInt64 { table.recordCount }
    /// Bytes of the file table that a scan reads.
    public var tableSize: UInt64 { table.content.initializedSize }

    /// Opens a volume by its boot sector or, where that is damaged, its copy.
    ///
    /// - Parameters:
    ///   - bytes: from the volume's first sector to the end of the partition.
    ///   - name: for messages.
    /// - Throws: When there is no NTFS volume, or its file table cannot be found.
    public init(_ bytes: any VolumeBytes, named name: String) throws(NTFSReaderError) {
        let source = CheckedSource(bytes)
        var candidates: [(NTFSBootSector, NTFSBootSector.Origin)] = []
        var problem: NTFSReaderError?
        var isUnreadable = false
        do throws(ReadProblem) {
            let sector = try source.read(at: 0, count: 512)
            do throws(NTFSReaderError) {
                if let first = try NTFSBootSector(sector, volume: name) { candidates.append((first, .first)) }
            } catch {
                problem = error
            }
        } catch {
            isUnreadable = true
        }
        var opened: (FileTable, NTFSBootSector, NTFSBootSector.Origin)?
        var tableProblem: ReadProblem?
        func attempt(_ boot: NTFSBootSector, _ origin: NTFSBootSector.Origin) {
            do throws(ReadProblem) {
                opened = (try FileTable(source, boot), boot, origin)
            } catch {
                if tableProblem == nil { tableProblem = error }
            }
        }
        for (boot, origin) in candidates { attempt(boot, origin) }
        if opened == nil, let copy = NTFSBootSector.copy(in: bytes, named: name), copy != candidates.first?.0 {
            candidates.append((copy, .copy))
            attempt(copy, .copy)
        }
        guard let (table, boot, origin) = opened else {
            if let tableProblem {
                throw NTFSReaderError(
                    .unreadableFileTable,
                    "\(name): the NTFS file table cannot be read (\(tableProblem.detail)); save the data, then run chkdsk "
                        + "from Windows setup media or replace the disk")
            }
            throw problem
                ?? NTFSReaderError(
                    .notNTFS, "\(name): \(isUnreadable ? "its first sector cannot be read" : "it holds no NTFS volume")"
                )
        }
        self.table = table
        self.boot = boot
        bootOrigin = origin
        missingBytes = max(0, boot.size - source.size)
        faults = table.faults
        if origin == .copy {
            faults.append(
                NTFSFault(.damaged, .volume, "the boot sector is damaged; its copy is used", byteOffset: 0))
        }
        if missingBytes > 0 {
            faults.append(
                NTFSFault(
                    .outsidePartition, .volume, "the volume is \(missingBytes) bytes longer than its partition",
                    byteOffset: source.size))
        }
        do throws(ReadProblem) {
            upCase = try Self.upCase(in: table)
        } catch {
            upCase = .ascii
            faults.append(table.fault(error, .upCase))
        }
    }

    private static func upCase(in table: FileTable) throws(ReadProblem) -> UpCaseTable {
        let record = try table.record(UpCaseTable.record)
        guard let data = try table.value(of: record, Attribute.Kind.data, []),
            data.size == UInt64(2 * UpCaseTable.size),
            let units = UpCaseTable(try table.read(data, at: 0, count: 2 * UpCaseTable.size))
        else { throw ReadProblem(.damaged, "it is not a table of upper-case letters") }
        return units
    }
}
