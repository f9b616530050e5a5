/// How a table is written as CSV.
public struct CSVStyle: Sendable, Equatable {
    /// What stands between cells.
    public enum Separator: String, Sendable, CaseIterable {
        /// `,`, as RFC 4180 has it.
        case comma
        /// `;`, which Excel takes where a comma stands before fractions.
        case semicolon
        /// A tab.
        case tab

        /// The character.
        public var byte: UInt8 {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: UInt8(ascii: "\t")
            }
        }
    }

    /// What stands between cells.
    public var separator: Separator
    /// Whether the table begins with the mark by which Excel knows UTF-8.
    public var byteOrderMark: Bool
    /// Whether serial numbers and names that a spreadsheet would take for a number or a date, such as `00123`, are written
    /// as the formula `="00123"`: Excel has no other way to keep them as they are.
    public var keepsTexts: Bool

    /// RFC 4180, unless something else is given.
    public init(separator: Separator = .comma, byteOrderMark: Bool = false, keepsTexts: Bool = false) {
        self.separator = separator
        self.byteOrderMark = byteOrderMark
        self.keepsTexts = keepsTexts
    }
}
