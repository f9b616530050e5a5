internal import Digests

/// The SHA-256 of a file on a volume.
func hash(_ file: [String], in tree: any VolumeTree) throws(TreeError) -> SHA256Digest {
    let hasher = SHA256Hasher()
    try tree.read(file) { hasher.update($0) }
    return hasher.finalize()
}
