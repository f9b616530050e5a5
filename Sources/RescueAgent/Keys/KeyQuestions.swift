internal import AgentScreen
internal import RecoveryKeys
internal import RecoveryLog
internal import RepairEngine
internal import Vocabulary

/// Asks the person at the machine for keys and passphrases.
final class KeyQuestions {
    private let screen: Screen
    /// Whether the person had no passphrase for the sealed files: they are not asked for again.
    private(set) var hasGivenUpOnSealedFiles = false

    /// Whether nobody could answer, for want of a keyboard.
    var hasMissedKeyboard: Bool { screen.hasMissedKeyboard }

    private static let withoutKey = "this volume stays locked"

    init(screen: Screen) { self.screen = screen }

    /// Asks for the passphrase of the sealed key files until one opens, or the person gives up.
    func unseal(_ store: KeyStore) {
        var remark = ""
        while !store.sealed.isEmpty {
            var field = PassphraseField(hasOtherField: false)
            defer { field.wipe() }
            let names = store.sealed.map(\.name).joined(separator: ", ")
            let page = [
                "\u{1B}[1mSealed keys\u{1B}[0m", "", "Recovery keys: \(displaySafe(names, limit: 200))",
                "Type its passphrase and press Enter. Enter alone: go on without.", "", remark, "",
            ]
            guard screen.ask(page, &field, otherwise: "the sealed keys stay closed"),
                case .typed(let passphrase) = field.ending
            else {
                // Without a keyboard nobody gave anything up: one may be plugged in later.
                hasGivenUpOnSealedFiles = !screen.hasMissedKeyboard
                return
            }
            remark = store.unseal(passphrase) ?? ""
            if remark.isEmpty { return }
        }
    }

    /// Asks for the passphrase of the key that signs the record until it opens, or the person gives up.
    ///
    /// - Parameter outcome: How the run ended.
    func openSigningKey(of store: KeyStore, outcome: Outcome) {
        var remark = ""
        while store.signingKey == nil, !store.sealedSigningKeys.isEmpty {
            var field = PassphraseField(hasOtherField: false)
            defer { field.wipe() }
            let names = store.sealedSigningKeys.map(\.name).joined(separator: ", ")
            let page = [
                "\u{1B}[1mSigning key\u{1B}[0m", "", "This run has ended: \(outcome.banner).", "",
                "The key that signs its log: \(displaySafe(names, limit: 200))",
                "Type its passphrase and press Enter. Enter alone: the log is not signed.", "", remark, "",
            ]
            guard screen.ask(page, &field, otherwise: "the log is not signed"),
                case .typed(let passphrase) = field.ending
            else { return }
            remark = store.unseal(passphrase) ?? "This passphrase opens other key files, not the signing key."
        }
    }

    /// Asks for a key of a volume.
    ///
    /// - Parameter remark: What to say first, such as that the last key did not fit.
    /// - Returns: Nil when the person skips the volume.
    func key(for volume: LockedVolume, remark: String) -> KeySecret? {
        let kinds = volume.state.protectors.map(\.kind)
        let hasBoth = kinds.contains(.recoveryPassword) && kinds.contains(.password)
        var asksForPassword = !kinds.contains(.recoveryPassword)
        while true {
            if asksForPassword {
                var field = PassphraseField(hasOtherField: hasBoth)
                defer { field.wipe() }
                let page = page(volume, remark, isPassword: true, hasBoth: hasBoth)
                guard screen.ask(page, &field, otherwise: Self.withoutKey) else { return nil }
                switch field.ending {
                case .typed(let password): return .passphrase(password)
                case .otherField: asksForPassword = false
                case .skip, nil: return nil
                }
            } else {
                var field = RecoveryPasswordField(hasOtherField: hasBoth)
                defer { field.wipe() }
                let page = page(volume, remark, isPassword: false, hasBoth: hasBoth)
                guard screen.ask(page, &field, otherwise: Self.withoutKey) else { return nil }
                switch field.ending {
                case .typed(let password): return .recoveryPassword(password)
                case .otherField: asksForPassword = true
                case .skip, nil: return nil
                }
            }
        }
    }

    private func page(
        _ volume: LockedVolume, _ remark: String, isPassword: Bool, hasBoth: Bool
    ) -> [String] {
        let ids = volume.state.protectors.filter { $0.kind == .recoveryPassword }.map { protector in
            let id = protector.id.uppercased()
            return "Key ID: \u{1B}[1;93m\(id.prefix(8))\u{1B}[0m   (\(id))"
        }
        let what =
            isPassword
            ? ["Type the volume's password and press Enter. Enter alone: skip this volume."]
            : ["Type or scan the 48-digit recovery key and press Enter.", "s: skip this volume."]
        let other = hasBoth ? ["Tab: \(isPassword ? "recovery key" : "password") instead."] : []
        return ["\u{1B}[1mBitLocker: \(volume.reference.device) is locked.\u{1B}[0m", ""] + ids + [""] + what + other
            + ["", "\u{1B}[93m\(remark)\u{1B}[0m", ""]
    }
}
