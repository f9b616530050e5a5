import TestSupport
import Testing

/// What tests with encrypted volumes need, each with the words for where it is missing.
extension Trait where Self == ConditionTrait {
    static var needsBitLockerTools: Self {
        .enabled(if: BitLockerWrapping.canEncrypt, "needs Python's cryptography (python3-cryptography)")
    }

    static var needsUnloopCommand: Self {
        .enabled(if: UnloopCommand.path != nil, "needs the unloop command: run swift build --product unloop")
    }
}
