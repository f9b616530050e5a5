internal import Diagnostics
internal import DiskFormats
internal import Foundation

/// What lies beside a disk's file: disks that hold the differences to it, and the memory of a suspended machine.
enum DiskSurroundings {
    private static let longestListing = 10_000
    /// Hyper-V keeps a small .vmrs beside every machine; with its memory in it, it is larger.
    private static let smallestMemory = 4 << 20

    /// Throws where writing the disk would break another one, or the memory of its machine.
    ///
    /// - Parameters:
    ///   - path: The file itself, not a link to it.
    ///   - name: How the user named it.
    static func check(path: String, name: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let own = (path as NSString).lastPathComponent
        let contentID = (try? FileBytes(path)).flatMap { VirtualDiskParents.contentID(of: $0) }
        // VirtualBox keeps differences and memories there.
        let places = try [folder, "\(folder)/Snapshots"].flatMap { try files(in: $0, name) }
        for place in places where place != path {
            let other = (place as NSString).lastPathComponent
            let ending = (other as NSString).pathExtension.lowercased()
            if isMemory(place, ending) {
                throw OfflineRepairError(
                    .machineSuspended,
                    "\(name): \(other) beside it holds the memory of a suspended machine; resume it and shut it down, or discard that state"
                )
            }
            // Whatever it is called: libvirt names a child after its snapshot.
            guard isFile(place), let bytes = try? FileBytes(place) else { continue }
            if VirtualDiskParents(bytes).include(name: own, contentID: contentID) {
                throw OfflineRepairError(
                    .diskHasChildren,
                    "\(name): \(other) holds the differences to it and would break; repair a merged copy, or have the hypervisor merge them"
                )
            }
        }
        try checkManagedSaves(path, name)
    }

    private static func files(in folder: String, _ name: String) throws -> [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        guard names.count <= longestListing else {
            throw OfflineRepairError(
                .diskHasChildren,
                "\(name): \(names.count) files lie in \(folder), too many to see which hold differences to it; move it to a folder of its own"
            )
        }
        return names.map { "\(folder)/\($0)" }
    }

    private static func isMemory(_ path: String, _ ending: String) -> Bool {
        guard ["vmss", "vmrs", "vsv", "sav"].contains(ending), isFile(path) else { return false }
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return ending == "vmrs" ? Int(status.st_size) > smallestMemory : status.st_size > 0
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// libvirt's `managedsave`: the machine's definition, with the paths of its disks, stands at the start of the file.
    private static func checkManagedSaves(_ path: String, _ name: String) throws {
        let folder = "/var/lib/libvirt/qemu/save"
        for save in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where save.hasSuffix(".save") {
            guard let bytes = try? FileBytes("\(folder)/\(save)") else { continue }
            let text = String(decoding: bytes.read(at: 0, count: 1 << 20), as: UTF8.self)
            guard text.hasPrefix("LibvirtQemudSav"), text.contains("'\(path)'") || text.contains("\"\(path)\"") else {
                continue
            }
            throw OfflineRepairError(
                .machineSuspended,
                "\(name): its machine was saved (virsh managedsave); start it and shut it down, or discard that: virsh managedsave-remove"
            )
        }
    }
}
