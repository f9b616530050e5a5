internal import LinuxSystem
internal import NTFSReader
internal import WindowsVolumes

extension FuzzTarget {
    /// Metadata are read or refused, as they are and with a right checksum: chance does not find a CRC-32.
    func readBitLocker(_ input: [UInt8]) {
        let volume = SparseImage(input)
        let mended = BitLockerChecksums.mended(volume)
        check(try? BitLockerVolume.read(volume, named: "v"))
        check(try? BitLockerVolume.read(mended, named: "v"))
        _ = BitLockerKeyCheck(volume)
        _ = BitLockerKeyCheck(mended)
    }

    private func check(_ parsed: BitLockerVolume?) {
        guard let parsed else { return }
        precondition(parsed.volumeID.utf8.count == 36 && (1...3).contains(parsed.metadataCopy))
        precondition(parsed.protectors.count <= 100 && parsed.protectors.allSatisfy { $0.id.utf8.count == 36 })
        precondition((parsed.computerName?.utf8.count ?? 0) <= 1 << 18)
    }

    /// A boot sector has possible numbers or is refused; the state is given as far as it can be read.
    func readNTFS(_ input: [UInt8]) {
        let volume = SparseImage(input)
        guard let sector = try? volume.read(at: 0, count: SparseImage.sectorSize),
            let boot = try? NTFSBootSector(sector, volume: "v")
        else { return }
        precondition((256...4096).contains(boot.bytesPerSector))
        precondition((boot.bytesPerSector...(2 << 20)).contains(boot.bytesPerCluster))
        precondition((512...65536).contains(boot.bytesPerRecord) && boot.masterFileTable < boot.totalSectors)
        let state = NTFSState.read(boot, in: volume)
        precondition((state.logVersion == nil) == (state.isLogClean == nil))
    }

    /// Every folder and every record gives an answer; one that is complete holds together.
    func readFolders(_ input: [UInt8]) {
        let volume = SparseImage(input)
        // What is larger is zeros for the most part, and takes its time.
        guard volume.size <= 4 << 20, let reader = try? NTFSVolumeReader(volume, named: "v") else { return }
        precondition(reader.missingBytes >= 0 && reader.recordCount <= UInt64.max / 512)
        var listings: [FolderListing] = []
        for path in [[], ["Windows"], ["Windows", "System32"], ["windows", "SYSTEM32", "drivers"]] {
            guard case .listed(let listing) = reader.folder(at: path) else { continue }
            precondition(listing.path.count == path.count && listing.entries.allSatisfy { !$0.name.units.isEmpty })
            precondition(!listing.isComplete || Set(listing.entries.map(\.name)).count == listing.entries.count)
            listings.append(listing)
        }
        let scan = reader.scan(comparing: listings) { _ in true }
        precondition(scan.recordCount == reader.recordCount && scan.faults.count <= 101)
        precondition(scan.names.allSatisfy { ($0.parentPath?.count ?? 0) <= 1024 })
    }

    /// Whatever is on a disk, looking at it gives an answer.
    func recogniseContent(_ input: [UInt8]) {
        guard let path = ScratchDisk.shared.hold(SparseImage(input)) else { return }
        guard let content = try? BlockContent.of(path) else { return }
        precondition(!content.isAmbivalent || content.type == nil)
    }
}
