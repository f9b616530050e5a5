internal import LinuxSystem

/// Where keys come from that nobody types: a stick, a server. Files are handed over one by one, because a machine may have
/// little memory.
protocol KeySource {
    /// Hands over every file of keys, open or sealed: its name for messages, and its content or why it cannot be read.
    func forEachKeyFile(_ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void)
    /// Hands over every startup key (`.BEK`) in the same way.
    func forEachStartupKey(_ body: (_ name: String, _ bytes: Result<[UInt8], LinuxError>) -> Void)
}
