/// How much may come out of an archive of a given size: a few bytes can unpack to millions.
public struct ExpansionLimit: Sendable {
    /// What any archive may hold, in bytes.
    public let floor: Int64
    /// What it may hold beyond that, in bytes for each of its own.
    public let ratio: Int64

    /// A limit.
    public init(floor: Int64, ratio: Int64) {
        self.floor = floor
        self.ratio = ratio
    }

    /// Logs have a hash in every line and do not shrink to less than a twelfth; this leaves room for other texts.
    public static let logs = ExpansionLimit(floor: 1 << 27, ratio: 100)
    /// Packages, which come with a hash from a signed list.
    public static let packages = ExpansionLimit(floor: 1 << 30, ratio: 1000)
    /// Images of sticks, mostly zeros: one terabyte of apparent size.
    public static let images = ExpansionLimit(floor: 1 << 40, ratio: 0)

    /// The bytes that may come out of so many.
    public func allowance(for input: Int64) -> Int64 {
        let (product, isOver) = max(0, input).multipliedReportingOverflow(by: ratio)
        let (sum, isAbove) = floor.addingReportingOverflow(product)
        return isOver || isAbove ? .max : sum
    }
}
