internal import Vocabulary

extension MachineIdentity {
    /// The serial number, unless it is a placeholder that proves nothing.
    public var meaningfulSerial: String? { serial.flatMap { PlaceholderIdentity.isPlaceholder($0) ? nil : $0 } }

    /// The UUID, unless it is a placeholder that proves nothing.
    public var meaningfulUUID: String? { uuid.flatMap { PlaceholderIdentity.isPlaceholder($0) ? nil : $0 } }
}
