extension MachineIdentity {
    /// The serial number, unless it is one of those that makers put into every board.
    public var meaningfulSerial: String? { serial.flatMap { Self.isMeaningful($0) ? $0 : nil } }

    /// The UUID, unless it is one of those that makers put into every board.
    public var meaningfulUUID: String? { uuid.flatMap { Self.isMeaningful($0) ? $0 : nil } }

    /// Makers leave these in the firmware of boards that they sell by themselves.
    private static let placeholders: Set<String> = [
        "0123456789", "123456789", "1234567890", "chassis serial number", "default string", "n/a", "none",
        "not applicable", "not available", "not specified", "o.e.m.", "serial number", "system serial number",
        "to be filled by o.e.m.", "unknown",
        // American Megatrends' UUID, in both orders of its bytes.
        "03000200-0400-0500-0006-000700080009", "00020003-0004-0005-0006-000700080009",
    ]

    private static func isMeaningful(_ identity: String) -> Bool {
        let letters = identity.lowercased().filter { $0.isLetter || $0.isNumber }
        return !placeholders.contains(identity.lowercased()) && Set(letters).count > 1
    }
}
