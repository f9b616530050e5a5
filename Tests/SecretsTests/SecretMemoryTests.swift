import Foundation
import TestSupport
import Testing

@testable import Secrets

@Suite("Secrets in memory", .serialized) struct SecretMemoryTests {
    /// A secret on the heap, which other tests of this process fill for a while.
    private func secretOnHeap(_ text: String) async throws -> SecretBytes {
        for _ in 0..<60_000 {
            let secret = SecretBytes(Array(text.utf8))
            if secret.withBytes({ SecretMemory.isSecure($0.baseAddress) }) { return secret }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("the heap had no room for ten minutes")
        return SecretBytes(Array(text.utf8))
    }

    /// What the kernel says of the mapping that an address lies in: `VmFlags: rd wr mr mw me lo ac dd`.
    private func flags(of address: UnsafeRawPointer?) throws -> [Substring] {
        let place = UInt(bitPattern: address)
        var isWithin = false
        for line in try Shell.run("cat", "/proc/\(getpid())/smaps").split(separator: "\n") {
            let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
            if ends.count == 2 { isWithin = (ends[0]..<ends[1]).contains(place) }
            if isWithin, line.hasPrefix("VmFlags:") { return line.split(separator: " ") }
        }
        return []
    }

    @Test("bytes lie where no core dump and no swap has them")
    func secureHeap() async throws {
        let secret = try await secretOnHeap("a passphrase")
        try secret.withBytes { bytes in
            #expect(SecretMemory.isSecure(bytes.baseAddress))
            let flags = try flags(of: bytes.baseAddress)
            #expect(flags.contains("dd") && flags.contains("lo"), "\(flags)")
            #expect(bytes.elementsEqual("a passphrase".utf8))
        }
    }

    @Test("more secrets than the heap has room for are kept as well, each by itself")
    func full() {
        let secrets = (0..<200_000).map { number in
            SecretBytes(Array("\(number) ".utf8) + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 60))
        }
        for (number, secret) in secrets.enumerated() {
            let isWhole = secret.withBytes { bytes in
                bytes.starts(with: "\(number) ".utf8) && bytes.last == UInt8(truncatingIfNeeded: number)
            }
            if !isWhole { Issue.record("secret \(number)") }
        }
        let last = secrets.last?.withBytes { SecretMemory.isSecure($0.baseAddress) }
        #expect(last == false, "the heap is larger than the test believes")
    }

    @Test("what is filled in place has the length that was filled; nothing is a secret too")
    func capacity() {
        let secret = SecretBytes(capacity: 256) { buffer in
            buffer.copyBytes(from: [1, 2, 3])
            return 3
        }
        #expect(secret == SecretBytes([1, 2, 3]) && secret != SecretBytes([1, 2]))
        #expect(SecretBytes([]).count == 0 && SecretBytes([]) == SecretBytes(capacity: 8) { _ in 0 })
        #expect("\(secret) \(String(reflecting: secret))" == "(secret) (secret)")
    }
}
