internal import LinuxSystem

/// Where keys come from that nobody types: a stick, a server. Files are handed over one by one, because a machine may have
/// little memory.
protocol KeySource {
    /// Hands over every file of keys in its folder of keys and the folders in that, open or sealed: its name for messages, and its content or why it cannot be read.
    func forEachKeyFile(_ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void)
    /// Hands over files beside the folder of keys that may hold some: startup keys (`.BEK`), the texts that Windows saves, and
    /// what was put into the wrong place.
    func forEachLooseFile(_ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void)
}
