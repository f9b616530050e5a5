internal import DiskFormats

/// How the sectors of a disk are reached, by its container. No format is ever guessed: every node names its driver.
enum DiskAccess: Equatable, Sendable {
    /// The sectors lie in the file in order: the first so many bytes of it.
    case flat(length: Int64)
    /// A VHDX: what is changed are bytes of the file. A hard stop leaves an open log, which the driver replays at opening; so
    /// the overlay lies under the driver, and the file stays as it is.
    case underVHDX
    /// A container that grows as it is written, through its driver: `vpc`, `vmdk`, `qcow2`, `vdi`. Under these an overlay
    /// would lose the growth without a word.
    case throughDriver(String, size: Int64)

    init(_ disk: VirtualDisk) {
        switch (disk.format, disk.layout) {
        case (.vhdx, _): self = .underVHDX
        case (_, .flat), (_, .flatFile), (.raw, _): self = .flat(length: disk.size)
        case (.vhd, .blocks): self = .throughDriver("vpc", size: disk.size)
        case (.vmdk, .blocks): self = .throughDriver("vmdk", size: disk.size)
        case (.qcow2, .blocks): self = .throughDriver("qcow2", size: disk.size)
        case (.vdi, .blocks): self = .throughDriver("vdi", size: disk.size)
        }
    }

    /// The bytes of the overlay.
    ///
    /// - Parameter file: The length of the file.
    func overlaySize(file: Int64) -> Int64 {
        switch self {
        case .flat(let length): length
        case .underVHDX: file
        case .throughDriver(_, let size): size
        }
    }

    /// The disk as it is, for reading or writing what a change is made of.
    func base(_ file: QEMUOptions, isReadOnly: Bool) -> QEMUOptions {
        let mode = isReadOnly ? "on" : "off"
        switch self {
        case .flat(let length):
            return QEMUOptions("raw").with("size", "\(length)").with("read-only", mode).with("file", file)
        case .underVHDX: return QEMUOptions("raw").with("read-only", mode).with("file", file)
        case .throughDriver(let driver, _):
            let options = QEMUOptions(driver).with("read-only", mode).with("file", file)
            // The geometry that some programs write can be smaller than the disk.
            return driver == "vpc" ? options.with("force_size_calc", "current_size") : options
        }
    }

    /// The bytes that a change is made of, with what the overlay has in place of the disk's.
    func changed(_ file: QEMUOptions, overlay: QEMUOptions) -> QEMUOptions {
        QEMUOptions("qcow2").with("file", overlay)
            .with("backing", base(file, isReadOnly: true))
    }

    /// The disk as the guest sees it, with all that it writes in the overlay.
    func guest(_ file: QEMUOptions, overlay: QEMUOptions) -> QEMUOptions {
        switch self {
        case .flat, .throughDriver: changed(file, overlay: overlay)
        case .underVHDX: QEMUOptions("vhdx").with("file", changed(file, overlay: overlay))
        }
    }
}
