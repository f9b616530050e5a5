/// What work on the machine's volumes needs of the program that does it.
package struct VolumeAccess: Sendable {
    /// Where mount points are made, such as `/run/unloop/volumes`.
    package let mountFolder: String
    /// Who reads registry hives.
    package let registry: RegistryReader

    /// The folder for mount points, and the reader of hives.
    package init(mountFolder: String, registry: RegistryReader) {
        self.mountFolder = mountFolder
        self.registry = registry
    }
}
