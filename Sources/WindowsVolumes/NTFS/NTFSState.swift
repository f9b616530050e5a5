public import NTFSReader

/// How an NTFS volume was left, read from its own records without mounting it.
public struct NTFSState: Sendable, Equatable {
    /// The volume's dirty flag: Windows checks the volume at its next start. Nil if it could not be read.
    public let isDirty: Bool?
    /// The version of the journal `$LogFile`, for example `1.1` or `2.0`; nil if there is none or it could not be read.
    public let logVersion: String?
    /// Whether the journal was closed; nil if it has no restart page.
    public let isLogClean: Bool?

    init(isDirty: Bool?, logVersion: String?, isLogClean: Bool?) {
        self.isDirty = isDirty
        self.logVersion = logVersion
        self.isLogClean = isLogClean
    }

    /// Reads the state of a volume that an NTFS boot sector starts. What cannot be read is nil.
    ///
    /// `$Volume` is record 3: attribute 0x70, flags @10 (0x0001: dirty). `$LogFile` is record 2: its first clusters hold
    /// two restart pages: `RSTR` @0, restart area offset @24 (u16), minor version @26 and major @28 (s16); in the area:
    /// in-use client list @12 (u16, 0xFFFF: none) and flags @14 (0x0002: clean). Checked against Windows-made volumes.
    public static func read(_ boot: NTFSBootSector, in volume: some VolumeBytes) -> NTFSState {
        /// Nil for a cluster beyond what a volume can have, so that a damaged number cannot overflow.
        func offset(ofCluster cluster: UInt64, plus bytes: Int) -> Int64? {
            guard cluster < boot.totalSectors, let number = Int64(exactly: cluster) else { return nil }
            let (start, overflow) = number.multipliedReportingOverflow(by: Int64(boot.bytesPerCluster))
            return overflow || start > Int64.max - Int64(bytes) ? nil : start + Int64(bytes)
        }
        func record(_ number: Int) -> NTFSRecord? {
            guard let start = offset(ofCluster: boot.masterFileTable, plus: number * boot.bytesPerRecord),
                let raw = try? volume.read(at: start, count: boot.bytesPerRecord)
            else { return nil }
            return NTFSRecord(raw)
        }
        let isDirty = record(3)?.residentValue(0x70).flatMap { LittleEndianBytes($0).u16(at: 10) }.map { $0 & 1 != 0 }

        var newest: (version: String, clean: Bool, sequence: UInt64)?
        if let run = record(2)?.firstRun(0x80) {
            for page in [0, 4096] {
                guard let start = offset(ofCluster: UInt64(run.cluster), plus: page),
                    let raw = try? volume.read(at: start, count: 4096)
                else { continue }
                guard let restart = restartPage(LittleEndianBytes(raw)) else { continue }
                if let known = newest, known.sequence >= restart.sequence { continue }
                newest = restart
            }
        }
        return NTFSState(isDirty: isDirty, logVersion: newest?.version, isLogClean: newest?.clean)
    }

    private static func restartPage(_ page: LittleEndianBytes) -> (version: String, clean: Bool, sequence: UInt64)? {
        guard page.hasText("RSTR", at: 0), let area = page.u16(at: 24), let minor = page.u16(at: 26),
            let major = page.u16(at: 28), let sequence = page.u64(at: area), let clients = page.u16(at: area + 12),
            let flags = page.u16(at: area + 14)
        else { return nil }
        return ("\(major).\(minor)", clients == 0xFFFF || flags & 0x0002 != 0, sequence)
    }
}
