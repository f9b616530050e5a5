internal import RecoveryKeys
internal import RecoveryLog
internal import Vocabulary

/// Asks the person before the machine for keys and passphrases.
final class KeyQuestions {
    private let screen: Screen
    /// Whether the person had no passphrase for the sealed files: they are not asked for again.
    private(set) var hasGivenUpOnSealedFiles = false

    init(screen: Screen) { self.screen = screen }

    /// Asks for the passphrase of the sealed key files until one opens, or the person gives up.
    func unseal(_ store: KeyStore) {
        var remark = ""
        while !store.sealed.isEmpty {
            var field = PassphraseField(hasOtherField: false)
            defer { field.wipe() }
            let names = store.sealed.map(\.name).joined(separator: ", ")
            let page = [
                "\u{1B}[1mSealed keys\u{1B}[0m", "", "\(displaySafe(names, limit: 200)) holds recovery keys.",
                "Type its passphrase and press Enter. Enter alone: go on without.", "", remark, "",
            ]
            guard screen.ask(page, &field), case .typed(let passphrase) = field.ending else {
                hasGivenUpOnSealedFiles = true
                return
            }
            remark = store.unseal(passphrase) ?? ""
            if remark.isEmpty { return }
        }
    }

    /// Asks for a key of a volume.
    ///
    /// - Parameter remark: What is to be said first, such as that the last key did not fit.
    /// - Returns: Nil when the person skips the volume.
    func key(for volume: VolumeReference, _ state: BitLockerState, remark: String) -> KeySecret? {
        let kinds = state.protectors.map(\.kind)
        let hasBoth = kinds.contains(.recoveryPassword) && kinds.contains(.password)
        var asksForPassword = !kinds.contains(.recoveryPassword)
        while true {
            if asksForPassword {
                var field = PassphraseField(hasOtherField: hasBoth)
                defer { field.wipe() }
                guard screen.ask(page(volume, state, remark, isPassword: true, hasBoth: hasBoth), &field) else {
                    return nil
                }
                switch field.ending {
                case .typed(let password): return .passphrase(password)
                case .otherField: asksForPassword = false
                case .skip, nil: return nil
                }
            } else {
                var field = RecoveryPasswordField(hasOtherField: hasBoth)
                defer { field.wipe() }
                guard screen.ask(page(volume, state, remark, isPassword: false, hasBoth: hasBoth), &field) else {
                    return nil
                }
                switch field.ending {
                case .typed(let password): return .recoveryPassword(password)
                case .otherField: asksForPassword = true
                case .skip, nil: return nil
                }
            }
        }
    }

    private func page(
        _ volume: VolumeReference, _ state: BitLockerState, _ remark: String, isPassword: Bool, hasBoth: Bool
    ) -> [String] {
        let ids = state.protectors.filter { $0.kind == .recoveryPassword }.map { protector in
            let id = protector.id.uppercased()
            return "Key ID: \u{1B}[1;93m\(id.prefix(8))\u{1B}[0m   (\(id))"
        }
        let what =
            isPassword
            ? ["Type the volume's password and press Enter. Enter alone: skip this volume."]
            : ["Type or scan the recovery key of 48 digits and press Enter.", "s: skip this volume."]
        let other = hasBoth ? ["Tab: \(isPassword ? "recovery key" : "password") instead."] : []
        return ["\u{1B}[1mBitLocker: \(volume.device) is locked.\u{1B}[0m", ""] + ids + [""] + what + other
            + ["", "\u{1B}[93m\(remark)\u{1B}[0m", ""]
    }
}
