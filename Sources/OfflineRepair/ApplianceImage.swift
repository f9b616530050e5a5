public import Diagnostics
internal import Foundation
internal import Vocabulary

/// The kernel and initramfs of a built image.
public struct ApplianceImage: Sendable {
    /// The kernel.
    public let kernel: String
    /// The initramfs.
    public let initrd: String

    init(kernel: String, initrd: String) {
        self.kernel = kernel
        self.initrd = initrd
    }

    /// The image in a folder that `unloop build` made: `build`, or its `pxe`.
    public init(folder: String) throws(OfflineRepairError) {
        let places = [folder, "\(folder)/pxe"]
        guard
            let place = places.first(where: { access("\($0)/vmlinuz", R_OK) == 0 && access("\($0)/initrd", R_OK) == 0 })
        else {
            throw OfflineRepairError(
                .imageMissing,
                "\(folder): no vmlinuz and initrd in it; build the image (unloop build), or name its folder with --image"
            )
        }
        kernel = URL(fileURLWithPath: "\(place)/vmlinuz").path
        initrd = URL(fileURLWithPath: "\(place)/initrd").path
    }
}
