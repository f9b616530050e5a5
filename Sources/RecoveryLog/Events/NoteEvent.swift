public import Vocabulary

/// Something worth knowing that no other event says.
public struct NoteEvent: Sendable, Equatable, Codable {
    /// What, as a stable identifier in kebab-case.
    public let code: String
    /// What, in plain words.
    public let message: String
    /// The device that it is about.
    public let device: String?

    /// A note.
    public init(code: NoteCode, message: String, device: String? = nil) {
        self.code = code.rawValue
        self.message = message
        self.device = device
    }
}
