internal import Digests
internal import DiskFormats
internal import DiskImage
internal import Vocabulary

/// The names and numbers of an image. All of them derive from what goes into it: two images of the same content have the
/// same ones, and the agent knows its own stick by them.
struct ImageIdentity: Sendable, Equatable {
    /// What everything derives from.
    let seed: SHA256Digest

    /// - Parameter seed: The hash of all that goes into the image.
    init(seed: SHA256Digest) { self.seed = seed }

    /// A short name for the build: 12 hexadecimal digits.
    var build: String { String("\(seed)".prefix(12)) }

    var diskGUID: GUID { .derived(from: seed, purpose: "disk") }
    var bootGUID: GUID { .derived(from: seed, purpose: "boot-partition") }
    var logGUID: GUID { .derived(from: seed, purpose: "log-partition") }
    var opticalDiskGUID: GUID { .derived(from: seed, purpose: "optical-disk") }
    var bootSerial: UInt32 { serial("boot-volume") }
    var logSerial: UInt32 { serial("log-volume") }
    var opticalSerial: UInt32 { serial("optical-boot-volume") }

    /// The path of an empty file by which GRUB finds the medium of this very build among others.
    var marker: String { "\(StickName.build)/\(build)" }

    /// The content of `/etc/unloop/image.yaml`, for the agent.
    func description(version: String) -> String {
        ImageKey.allCases.map { key in
            let value =
                switch key {
                case .schema: ImageKey.schemaValue
                case .build: "\"\(build)\""
                case .version: "\"\(version)\""
                case .disk: "\(diskGUID)"
                case .bootPartition: "\(bootGUID)"
                case .logPartition: "\(logGUID)"
                }
            return "\(key.rawValue): \(value)\n"
        }.joined()
    }

    private func serial(_ purpose: String) -> UInt32 {
        GUID.derived(from: seed, purpose: purpose).canonicalBytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
