extension RecoveryPassword {
    /// One of the 8 groups: six digits that divide by 11, with a quotient that fits into 16 bits.
    public struct Group: Hashable, Sendable, CustomStringConvertible {
        /// The number divided by 11: two bytes of the key.
        private let quotient: UInt16

        /// What a group fails for.
        public enum Problem: Error, Hashable, Sendable {
            /// The number of its digits, which is not 6.
            case notSixDigits(Int)
            /// The number does not divide by 11: at least one digit is wrong.
            case notDivisible
            /// The number is 720896 or more.
            case tooLarge
        }

        /// The group of ASCII digits.
        public init(_ digits: some Collection<UInt8>) throws(Problem) {
            guard digits.count == 6, digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
                throw .notSixDigits(digits.count)
            }
            let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            guard number % 11 == 0 else { throw .notDivisible }
            guard let quotient = UInt16(exactly: number / 11) else { throw .tooLarge }
            self.quotient = quotient
        }

        func appendDigits(to bytes: inout [UInt8]) {
            var divisor = 100_000
            while divisor > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(Int(quotient) * 11 / divisor % 10))
                divisor /= 10
            }
        }

        /// Says that there is a group, and not which.
        public var description: String { "(group of a recovery password)" }
    }

    /// What a recovery password fails for. None has a digit of it.
    public enum Problem: Error, Hashable, Sendable {
        /// The number of a group, from 1, and what it fails for.
        case group(Int, Group.Problem)
        /// The number of all digits, which is not 48.
        case digitCount(Int)
        /// The number of the group, from 1, where something stands that is neither digit nor separator.
        case foreignCharacter(Int)
        /// A spreadsheet took the key for a number and rounded it.
        case spreadsheetNumber

        /// What to do about a key in a file.
        var remedy: String {
            switch self {
            case .spreadsheetNumber: "export again with the column as text"
            default: "compare it with the source of the export"
            }
        }

        /// The group that fails, from 1 to 8, if it is known.
        public var group: Int? {
            switch self {
            case .group(let number, _), .foreignCharacter(let number): number
            case .digitCount, .spreadsheetNumber: nil
            }
        }
    }
}

extension RecoveryPassword.Group.Problem: CustomStringConvertible {
    /// What is wrong, as the end of a sentence that begins with the group.
    public var description: String {
        switch self {
        case .notSixDigits(let count): "has \(count) digits, not 6"
        case .notDivisible: "does not divide by 11: a digit is wrong"
        case .tooLarge: "is 720896 or more: a digit is wrong"
        }
    }
}

extension RecoveryPassword.Problem: CustomStringConvertible {
    /// What is wrong, in one clause.
    public var description: String {
        switch self {
        case .group(let number, let problem): "group \(number) of the key \(problem)"
        case .digitCount(let count): "the key has \(count) digits, not 48"
        case .foreignCharacter(let number): "group \(number) of the key has a character that is no digit"
        case .spreadsheetNumber: "a spreadsheet took the key for a number and rounded it"
        }
    }
}
