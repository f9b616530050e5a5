internal import Digests
internal import TestSupport

@testable internal import RescueImage

extension ScratchFolder {
    /// A file as if it came from a package.
    func packageFile(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o644, package: String = "test") throws
        -> PackageFile
    {
        PackageFile(
            hostPath: try write(name, bytes), mode: mode, size: Int64(bytes.count), sha256: SHA256Hasher.hash(bytes),
            package: package)
    }
}
