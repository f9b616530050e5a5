internal import COpenSSL
internal import Secrets

/// A BitLocker recovery password: 8 groups of 6 digits, each a 16-bit number times 11 (MS-FVE has no public text;
/// measured on Windows-made volumes, and what cryptsetup and libbde check).
///
/// It does not print itself, and its digits are wiped when the last copy goes.
public struct RecoveryPassword: Hashable, Sendable {
    private let text: SecretBytes

    /// The key of 8 groups, such as those that were checked while they were typed; nil if there are not 8.
    public init?(groups: [Group]) {
        guard groups.count == 8 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(55)
        defer { bytes.wipe() }
        for group in groups {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "-")) }
            group.appendDigits(to: &bytes)
        }
        text = SecretBytes(bytes)
    }

    /// The key of 8 groups, each divided by 11.
    init(quotients: SIMD8<UInt16>) {
        // On the stack and wiped by hand: a growing array would leave copies behind.
        text = withUnsafeTemporaryAllocation(byteCount: 55, alignment: 1) { buffer in
            defer { OPENSSL_cleanse(buffer.baseAddress, buffer.count) }
            for place in 0..<8 {
                var number = Int(quotients[place]) * 11
                if place > 0 { buffer[place * 7 - 1] = UInt8(ascii: "-") }
                for digit in stride(from: place * 7 + 5, through: place * 7, by: -1) {
                    buffer[digit] = UInt8(ascii: "0") + UInt8(number % 10)
                    number /= 10
                }
            }
            return SecretBytes(UnsafeRawBufferPointer(buffer))
        }
    }

    /// The key in a text: with hyphens and blanks of any kind between the groups, or with none at all.
    public init(_ text: ArraySlice<UInt8>) throws(Problem) {
        let parts = try Parts(text.trimmedForKeys())
        var groups: [Group] = []
        for (index, digits) in try parts.groups().enumerated() {
            do throws(Group.Problem) {
                groups.append(try Group(digits))
            } catch {
                throw .group(index + 1, error)
            }
        }
        guard let password = RecoveryPassword(groups: groups) else { throw .digitCount(groups.count * 6) }
        self = password
    }

    /// The key in a text, as from UTF-8.
    public init(_ text: String) throws(Problem) {
        var bytes = Array(text.utf8)
        defer { bytes.wipe() }
        try self.init(bytes[...])
    }

    /// Lends `body` the 55 characters, 48 digits with hyphens between the groups: what libcryptsetup takes.
    public func withText<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try text.withBytes(body)
    }
}

extension RecoveryPassword: CustomStringConvertible {
    /// Says that there is a key, and not which.
    public var description: String { "(recovery password)" }
}

extension RecoveryPassword {
    /// The digits of a text, and where they are parted.
    private struct Parts: ~Copyable {
        /// ASCII digits.
        var digits: [UInt8] = []
        /// The number of digits in each run.
        var lengths: [Int] = []

        init(_ text: ArraySlice<UInt8>) throws(Problem) {
            // Never reallocated, so that no copy escapes the wiping.
            digits.reserveCapacity(64)
            var continues = false
            var index = text.startIndex
            while index < text.endIndex {
                let character = KeyCharacter.at(index, in: text)
                switch character.kind {
                case .digit:
                    guard digits.count < 64 else { throw .digitCount(text.count { (48...57).contains($0) }) }
                    digits.append(text[index])
                    if continues { lengths[lengths.count - 1] += 1 } else { lengths.append(1) }
                    continues = true
                case .hyphen, .blank, .lineEnd: continues = false
                case .invisible: break
                case .letter, .other:
                    throw isSpreadsheetNumber(text) ? .spreadsheetNumber : .foreignCharacter(max(lengths.count, 1))
                }
                index += character.length
            }
        }

        deinit {
            var digits = self.digits
            digits.wipe()
        }

        /// The digits of each group: by the separators, or by sixes where the separators say nothing.
        func groups() throws(Problem) -> [ArraySlice<UInt8>] {
            let isEven = digits.count == 48 && lengths.allSatisfy { $0 % 6 == 0 }
            if lengths.count != 8, !isEven {
                let short = lengths.firstIndex { $0 != 6 }
                guard lengths.count > 1, let short else { throw .digitCount(digits.count) }
                throw .group(short + 1, .notSixDigits(lengths[short]))
            }
            let lengths = isEven ? Array(repeating: 6, count: 8) : self.lengths
            var groups: [ArraySlice<UInt8>] = []
            var start = 0
            for length in lengths {
                groups.append(digits[start..<(start + length)])
                start += length
            }
            return groups
        }
    }

    /// Whether the text is a number as spreadsheets round it, such as 1.2E+47.
    private static func isSpreadsheetNumber(_ text: ArraySlice<UInt8>) -> Bool {
        guard let exponent = text.firstIndex(where: { $0 == UInt8(ascii: "E") || $0 == UInt8(ascii: "e") }),
            exponent > text.startIndex, text.index(after: exponent) < text.endIndex
        else { return false }
        let mantissa = text[..<exponent]
        return text[exponent + 1] == UInt8(ascii: "+")
            && mantissa.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    }
}
