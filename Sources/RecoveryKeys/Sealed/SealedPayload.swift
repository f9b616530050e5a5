internal import Secrets

/// The payload of an age file: 16 bytes of nonce, then chunks of 64 KiB, each with its tag (age v1, "Payload": STREAM).
enum SealedPayload {
    static let nonceSize = 16
    private static let chunkSize = 64 << 10

    /// Appends the payload of a plaintext.
    static func seal(_ plaintext: [UInt8], fileKey: SecretBytes, nonce: [UInt8], to output: inout [UInt8])
        throws(KeyError)
    {
        let cipher = try ChaChaPoly(key: Cryptography.hkdf(fileKey, salt: nonce, info: "payload"))
        output.append(contentsOf: nonce)
        var rest = plaintext[...]
        var counter = 0
        repeat {
            let chunk = rest.prefix(chunkSize)
            rest = rest.dropFirst(chunkSize)
            try cipher.seal(chunk, nonce: chunkNonce(counter, isLast: rest.isEmpty), to: &output)
            counter += 1
        } while !rest.isEmpty
    }

    /// The plaintext of a payload. The caller wipes it.
    static func open(_ payload: ArraySlice<UInt8>, fileKey: SecretBytes, file: String) throws(KeyError) -> [UInt8] {
        guard payload.count >= nonceSize + ChaChaPoly.tagSize else { throw damaged(file, "it ends after its header") }
        let nonce = Array(payload.prefix(nonceSize))
        let cipher = try ChaChaPoly(key: Cryptography.hkdf(fileKey, salt: nonce, info: "payload"))
        var plaintext: [UInt8] = []
        // Never reallocated, so that no copy escapes the wiping.
        plaintext.reserveCapacity(payload.count)
        do throws(KeyError) {
            try open(payload.dropFirst(nonceSize), with: cipher, into: &plaintext, file: file)
            return plaintext
        } catch {
            plaintext.wipe()
            throw error
        }
    }

    private static func open(
        _ chunks: ArraySlice<UInt8>, with cipher: borrowing ChaChaPoly, into plaintext: inout [UInt8], file: String
    ) throws(KeyError) {
        var rest = chunks
        var counter = 0
        repeat {
            let chunk = rest.prefix(chunkSize + ChaChaPoly.tagSize)
            rest = rest.dropFirst(chunk.count)
            let nonce = chunkNonce(counter, isLast: rest.isEmpty)
            guard try cipher.open(chunk, nonce: nonce, to: &plaintext) else {
                throw damaged(file, "it was changed or cut off in its part \(counter + 1)")
            }
            // The last chunk may be empty only if it is the only one.
            if chunk.count == ChaChaPoly.tagSize, counter > 0 { throw damaged(file, "its last part is empty") }
            counter += 1
        } while !rest.isEmpty
    }

    /// 11 bytes of counter, most significant first, and one that is 1 for the last chunk.
    private static func chunkNonce(_ counter: Int, isLast: Bool) -> [UInt8] {
        let number = UInt64(counter)
        return [0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) } + [isLast ? 1 : 0]
    }

    private static func damaged(_ file: String, _ detail: String) -> KeyError {
        KeyError(
            .damagedSealedFile, "\(file): the passphrase is right, but the file is damaged: \(detail); copy it again")
    }
}
