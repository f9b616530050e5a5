public import Digests

/// The chain that binds the lines of a log to each other: a line's last member, `hash`, is the SHA-256 of the hash of the
/// line before it, in 64 hexadecimal digits (of nothing, for the first line), and this line's own bytes up to that member.
///
/// A line that was changed, added or taken out shows, the last one too. Whoever can compute a hash can forge a log: the
/// chain proves that a log was not damaged or edited by chance, not who wrote it. `SignatureEvent` does that.
public struct LogChain: Sendable, Equatable {
    /// The hash of the last line; nil before the first.
    public private(set) var last: SHA256Digest?

    /// The chain before a log's first line.
    public init() {}

    /// The chain behind a line that is there.
    ///
    /// - Parameter line: the line, or its end, without the line feed. A line without a hash begins a chain anew.
    public init(after line: some Collection<UInt8>) {
        last = Self.split(Array(line)[...]).flatMap {
            SHA256Digest(hexadecimal: String(decoding: $0.digits, as: UTF8.self))
        }
    }

    /// Takes the next line as it was read, without its line feed.
    ///
    /// - Returns: whether the line continues the chain; the chain stays as it was if it does not.
    public mutating func follow(_ line: ArraySlice<UInt8>) -> Bool {
        guard let (content, digits) = Self.split(line) else { return false }
        let hash = next(content)
        // Digits, not values: in upper case it would be the same hash in another line.
        guard digits.elementsEqual(hash.hexadecimal) else { return false }
        last = hash
        return true
    }

    /// Closes the next line: a JSON object whose closing brace is still to come.
    mutating func close(_ line: inout [UInt8]) {
        let hash = next(line[...])
        line += Self.key + hash.hexadecimal + Self.end
        last = hash
    }

    /// Whether a line, without its line feed, ends with a hash, whatever that is worth.
    public static func isChained(_ line: ArraySlice<UInt8>) -> Bool { split(line) != nil }

    private static let key = Array(#","hash":""#.utf8)
    private static let end = Array("\"}".utf8)

    private func next(_ content: ArraySlice<UInt8>) -> SHA256Digest {
        let hasher = SHA256Hasher()
        if let last { hasher.update(last.hexadecimal) }
        hasher.update(content)
        return hasher.finalize()
    }

    /// A line's bytes before its hash, and the 64 bytes in the place of the hash's digits.
    private static func split(_ line: ArraySlice<UInt8>) -> (content: ArraySlice<UInt8>, digits: ArraySlice<UInt8>)? {
        let start = line.endIndex - key.count - 64 - end.count
        guard start >= line.startIndex, line[start..<start + key.count].elementsEqual(key),
            line.suffix(end.count).elementsEqual(end)
        else { return nil }
        return (line[..<start], line[start + key.count..<line.endIndex - end.count])
    }
}
