internal import RecoveryKeys
internal import Secrets
internal import Signatures

extension FuzzTarget {
    /// Every file has keys or problems, no message shows digits of a key, and keys survive Unloop's own table.
    func readKeys(_ input: [UInt8]) {
        // The last byte decides whether columns are named, as a caller may.
        let columns: [KeyColumn: String] = input.last == UInt8(ascii: "1") ? [.id: "1", .key: "2"] : [:]
        let reading = KeyFile.read(input, file: "f", columns: columns)
        precondition(!reading.entries.isEmpty || !reading.problems.isEmpty, "a file without keys and without a problem")
        for problem in reading.problems {
            // 720896 is the number that no group reaches, which a message says.
            precondition(
                !showsDigits(problem.message.replacing("720896", with: "")),
                "a message shows digits: \(problem.message)")
        }
        if reading.entries.isEmpty { return }
        let again = KeyFile.read(KeyTable.encode(reading.entries), file: "t")
        precondition(
            again.entries.map(\.secret) == reading.entries.map(\.secret), "a table of keys reads as other keys")
        let ids = reading.entries.map(\.facts.protectorID)
        precondition(again.entries.map(\.facts.protectorID) == ids, "a table of keys has other identifiers")
    }

    /// Whatever an archive holds, no more comes out of it than is allowed, but for the last cell of a sheet.
    func readContainer(_ input: [UInt8]) {
        let limit = 1 << 16
        var total = 0
        KeyContainer.forEachFile(in: input, named: "f.zip", limit: limit) { _, content in
            if case .success(let bytes) = content { total += bytes.count }
        }
        precondition(total <= limit + 32_768, "more came out than is allowed")
    }

    /// What is a key has one text, and the private half signs what the public one checks.
    func readSigningKey(_ input: [UInt8]) {
        if let key = try? VerifyingKey(pem: input, file: "f") {
            precondition((try? VerifyingKey(pem: key.pem, file: "t")) == key, "a public half reads as another key")
        }
        guard let key = try? SigningKey(pem: input, file: "f") else { return }
        let message = Array("fuzz".utf8)
        guard let signature = try? key.sign(message) else { return }
        precondition(key.verifyingKey.isValid(signature, of: message), "a signature is not valid")
        precondition(!key.verifyingKey.isValid(signature, of: message + [0]), "a signature of something else is valid")
    }

    /// A file opens with its passphrase or is refused with a reason.
    func openSealed(_ input: [UInt8]) {
        // A large work factor is accepted by design, and costs gigabytes and seconds.
        guard SealedSeeds.isCheap(input) else { return }
        _ = try? SealedFile.open(input, passphrase: SecretBytes(Array(SealedSeeds.passphrase.utf8)), file: "f")
    }

    private func showsDigits(_ message: String) -> Bool {
        var run = 0
        for byte in message.utf8 {
            run = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? run + 1 : 0
            if run == 6 { return true }
        }
        return false
    }
}
