internal import Diagnostics
internal import LinuxSystem

/// Arrays of disks, as mdadm handles them.
enum DiskArrays {
    /// Puts together every array of which all members are there. Nothing is written to them until something is removed
    /// (`md_mod.start_ro`).
    ///
    /// - Returns: What went wrong, in mdadm's words.
    static func assemble() -> String? { mdadm("--assemble", "--scan", "--no-degraded") }

    /// Has every array marked clean that was written to, and takes it apart: an array that was merely switched off would
    /// be compared in full by Windows' driver at its next start.
    ///
    /// - Returns: What went wrong, in mdadm's words.
    static func release() -> String? { mdadm("--wait-clean", "--scan") ?? mdadm("--stop", "--scan") }

    private static func mdadm(_ arguments: String...) -> String? {
        do {
            // Without the first variable, mdadm leaves an Intel array alone where the firmware's RAID support is not to be
            // seen, as on a disk that was moved or behind a controller that was switched to AHCI.
            let outcome = try ChildProcess.run(
                "/usr/sbin/mdadm", arguments,
                environment: ["IMSM_NO_PLATFORM": "1", "PATH": "/usr/sbin:/usr/bin"])
            return outcome.ending.isSuccess ? nil : "mdadm: \(outcome.text)"
        } catch {
            return error.message
        }
    }
}
