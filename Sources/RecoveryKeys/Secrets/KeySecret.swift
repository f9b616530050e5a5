public import Secrets
public import Vocabulary

/// What opens a volume. None of the cases prints what it holds.
public enum KeySecret: Hashable, Sendable {
    /// The 48 digits.
    case recoveryPassword(RecoveryPassword)
    /// The content of a `.BEK` file.
    case startupKey(StartupKey)
    /// The passphrase of a password protector, in UTF-8.
    case passphrase(SecretBytes)

    /// The kind of the secret.
    public enum Kind: String, Sendable, CaseIterable {
        case recoveryPassword = "recovery-password"
        case startupKey = "startup-key"
        case passphrase = "passphrase"
    }

    /// Which kind of secret this is.
    public var kind: Kind {
        switch self {
        case .recoveryPassword: .recoveryPassword
        case .startupKey: .startupKey
        case .passphrase: .passphrase
        }
    }
}

extension KeySecret {
    /// The kind of key protector that it opens.
    public var protectorKind: ProtectorKind {
        switch self {
        case .recoveryPassword: .recoveryPassword
        case .startupKey: .startupKey
        case .passphrase: .password
        }
    }
}

extension KeySecret: CustomStringConvertible {
    /// The kind of the secret, and not the secret.
    public var description: String { "(\(kind.rawValue))" }
}
