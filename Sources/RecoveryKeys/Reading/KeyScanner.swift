/// Finds identifiers and keys in text of any language: a GUID, in braces or bare, and 48 digits in any spelling that pass
/// the checks.
///
/// The digits may be parted by anything but letters: hyphens, blanks, the quotes and separators between eight cells of a
/// table, the end of a line. So strict a check needs no label: eight groups of six digits that are no key pass it once in
/// 200 million times.
struct KeyScanner {
    enum Token {
        case identifier(ProtectorID)
        case key(RecoveryPassword)
        /// A key in which zeros were missing at the beginning of groups, as spreadsheets leave them out of numbers.
        case paddedKey(RecoveryPassword)
        /// What looks like a key and is none.
        case brokenKey(RecoveryPassword.Problem)
    }

    /// A token and where it stands.
    struct Match {
        let token: Token
        let range: Range<Int>
    }

    /// A run of digits, or two that the end of a line parts.
    private struct Group {
        let start: Int
        let end: Int
        /// The number of digits.
        let count: Int

        init(start: Int, end: Int, count: Int? = nil) {
            self.start = start
            self.end = end
            self.count = count ?? end - start
        }
    }

    private let text: ArraySlice<UInt8>
    private(set) var matches: [Match] = []
    /// Runs of digits with no letter between them.
    private var groups: [Group] = []
    /// The most that may stand between two groups of a key.
    private static let longestSeparator = 24

    /// The tokens of a text, in its order.
    static func matches(in text: ArraySlice<UInt8>) -> [Match] {
        var scanner = KeyScanner(text)
        scanner.scan()
        return scanner.matches
    }

    private init(_ text: ArraySlice<UInt8>) { self.text = text }

    private mutating func scan() {
        text.withUnsafeBufferPointer { bytes in
            let base = text.startIndex
            var index = 0
            while index < bytes.count {
                switch Self.kinds[Int(bytes[index])] {
                case Self.other: index += 1
                case Self.high:
                    // A letter of another script.
                    flush()
                    index += 1
                default:
                    var end = index + 1
                    var isNumber = Self.kinds[Int(bytes[index])] == Self.digit
                    while end < bytes.count, Self.kinds[Int(bytes[end])] <= Self.letter {
                        if Self.kinds[Int(bytes[end])] == Self.letter { isNumber = false }
                        end += 1
                    }
                    if end - index == 8, let id = Self.identifier(bytes, at: index) {
                        flush()
                        matches.append(Match(token: .identifier(id), range: (base + index)..<(base + index + 36)))
                        index += 36
                        continue
                    }
                    if isNumber {
                        take(Group(start: base + index, end: base + end))
                    } else {
                        takeWord(base + index, base + end)
                    }
                    index = end
                }
            }
        }
        flush()
    }

    /// Takes the digits at the ends of a word: `Key087109-…` and `…-221386th` have letters stuck to the key.
    private mutating func takeWord(_ start: Int, _ end: Int) {
        let word = text[start..<end]
        let isDigit = { (byte: UInt8) in Self.kinds[Int(byte)] == Self.digit }
        if let letter = word.firstIndex(where: { !isDigit($0) }), letter > start {
            take(Group(start: start, end: letter))
        }
        flush()
        if let letter = word.lastIndex(where: { !isDigit($0) }), letter + 1 < end {
            take(Group(start: letter + 1, end: end))
        }
    }

    private mutating func take(_ group: Group) {
        if let last = groups.last, group.start - last.end > Self.longestSeparator || groups.count >= 4096 { flush() }
        groups.append(group)
    }
}

// MARK: Groups that are a key

extension KeyScanner {
    /// Looks for keys in the groups so far.
    private mutating func flush() {
        defer { groups.removeAll(keepingCapacity: true) }
        guard groups.count > 1 || (groups.first?.count ?? 0) >= 36 else { return }
        guard groups.reduce(0, { $0 + $1.count }) >= 30 else { return }
        search(groups, strictly: true)
    }

    /// - Parameter strictly: whether every group must have its six digits.
    private mutating func search(_ groups: [Group], strictly: Bool) {
        var rest: [Group] = []
        var index = 0
        while index < groups.count {
            if let (password, count) = strictly ? sixes(groups[index...]) : padded(groups[index...]),
                isOne(groups, index..<(index + count))
            {
                searchRest(rest, strictly: strictly)
                rest = []
                let range = groups[index].start..<groups[index + count - 1].end
                matches.append(Match(token: strictly ? .key(password) : .paddedKey(password), range: range))
                index += count
            } else {
                rest.append(groups[index])
                index += 1
            }
        }
        searchRest(rest, strictly: strictly)
    }

    /// Whether groups are one key, and not the end of one and the beginning of another: the same stands between all of them,
    /// and no hyphen leads on.
    private func isOne(_ groups: [Group], _ range: Range<Int>) -> Bool {
        let (first, last) = (groups[range.lowerBound], groups[range.upperBound - 1])
        let hyphen = UInt8(ascii: "-")
        if first.start > text.startIndex, text[first.start - 1] == hyphen { return false }
        if last.end + 1 < text.endIndex, text[last.end] == hyphen, Self.kinds[Int(text[last.end + 1])] <= Self.letter {
            return false
        }
        if range.count < 3 { return true }
        var kind: [UInt8]?
        var lineEnds = 0
        for index in range.dropFirst() {
            let separator = text[groups[index - 1].end..<groups[index].start]
            if separator.contains(0x0A) { lineEnds += 1 }
            let signs = separator.filter { $0 > 0x20 }
            if let kind, kind != signs { return false }
            kind = signs
        }
        // Blanks and line ends mixed: only if nothing else is there.
        let isMixed = kind?.isEmpty == true && lineEnds > 0 && lineEnds < range.count - 1
        return !isMixed || range == groups.indices
    }

    /// What is no key as it stands may be one with zeros before its groups, one that a line end cuts in two, or a mistyped
    /// one.
    private mutating func searchRest(_ groups: [Group], strictly: Bool) {
        guard groups.reduce(0, { $0 + $1.count }) >= 30 else { return }
        if !strictly { return searchBroken(groups) }
        let joined = joinedAtLineEnds(groups)
        if joined.count < groups.count { search(joined, strictly: true) } else { search(groups, strictly: false) }
    }

    /// The groups, with those put together that a line end cuts in two.
    private func joinedAtLineEnds(_ groups: [Group]) -> [Group] {
        var result: [Group] = []
        for group in groups {
            if let last = result.last, last.count + group.count == 6, text[last.end..<group.start].contains(0x0A),
                text[last.end..<group.start].allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) })
            {
                result[result.count - 1] = Group(start: last.start, end: group.end, count: 6)
            } else {
                result.append(group)
            }
        }
        return result
    }

    /// The key of the first groups: 48 digits, in runs of six or of many sixes.
    private func sixes(_ groups: ArraySlice<Group>) -> (RecoveryPassword, count: Int)? {
        guard let first = groups.first, first.count % 6 == 0, first.count <= 48 else { return nil }
        var quotients = SIMD8<UInt16>()
        var place = 0
        for (number, group) in groups.enumerated() {
            guard group.count % 6 == 0, place + group.count / 6 <= 8 else { return nil }
            let step = group.count == 6 ? group.end - group.start : 6
            for start in stride(from: group.start, to: group.end, by: step) {
                guard let quotient = quotient(start..<(start + step)) else { return nil }
                quotients[place] = quotient
                place += 1
            }
            if place == 8 { return (RecoveryPassword(quotients: quotients), number + 1) }
        }
        return nil
    }

    /// The key of the first groups, with the zeros that numbers lose at their beginning.
    private func padded(_ groups: ArraySlice<Group>) -> (RecoveryPassword, count: Int)? {
        guard let first = groups.first else { return nil }
        var quotients = SIMD8<UInt16>()
        if (43...47).contains(first.count) {
            // One number of 48 digits: only its first group can have lost zeros.
            var end = first.end
            for place in (0..<8).reversed() {
                guard let quotient = quotient(max(first.start, end - 6)..<end) else { return nil }
                quotients[place] = quotient
                end -= 6
            }
            return (RecoveryPassword(quotients: quotients), 1)
        }
        guard groups.count >= 8 else { return nil }
        var whole = 0
        for (place, group) in groups.prefix(8).enumerated() {
            guard group.count <= 6, let quotient = quotient(group.start..<group.end) else { return nil }
            quotients[place] = quotient
            if group.count == 6 { whole += 1 }
        }
        // Eight small numbers in a row are not a key: `0 0 11 22 …`.
        return whole >= 4 ? (RecoveryPassword(quotients: quotients), 8) : nil
    }

    private func quotient(_ range: Range<Int>) -> UInt16? {
        var number = 0
        for byte in text[range] where Self.kinds[Int(byte)] == Self.digit {
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number % 11 == 0 ? UInt16(exactly: number / 11) : nil
    }
}

// MARK: What looks like a key

extension KeyScanner {
    /// With fewer digits, a text without separators is taken for some other number.
    private static let leastDigits = 36

    /// Reports what was meant as a key: groups of which most have six digits, or one long number.
    private mutating func searchBroken(_ groups: [Group]) {
        var run: [Group] = []
        for group in groups {
            if let last = run.last, !isWithin(last.end..<group.start) {
                report(run)
                run = []
            }
            run.append(group)
        }
        report(run)
    }

    /// Whether what stands between two groups may stand in a key that was typed: hyphens and blanks, no line end.
    private func isWithin(_ separator: Range<Int>) -> Bool {
        separator.count <= 3 && text[separator].allSatisfy { $0 == UInt8(ascii: "-") || $0 == 0x20 || $0 == 0x09 }
    }

    private mutating func report(_ run: [Group]) {
        guard let first = run.first, let last = run.last else { return }
        let digits = run.reduce(0) { $0 + $1.count }
        let sixes = run.count { $0.count == 6 }
        guard digits >= Self.leastDigits && run.count == 1 || sixes >= 3 && sixes * 2 > run.count && digits >= 30 else {
            return
        }
        // With the letters that stand among its digits, which may be what is wrong.
        let range = word(around: first.start..<last.end)
        if let match = matches.last, match.range.upperBound > range.lowerBound { return }
        do throws(RecoveryPassword.Problem) {
            _ = try RecoveryPassword(text[range])
        } catch {
            matches.append(Match(token: .brokenKey(error), range: range))
        }
    }

    private func word(around range: Range<Int>) -> Range<Int> {
        func isPart(_ index: Int) -> Bool {
            Self.kinds[Int(text[index])] <= Self.letter || text[index] == UInt8(ascii: "-")
        }
        var (start, end) = (range.lowerBound, range.upperBound)
        while start > text.startIndex, range.lowerBound - start < 64, isPart(start - 1) { start -= 1 }
        while end < text.endIndex, end - range.upperBound < 64, isPart(end) { end += 1 }
        return start..<end
    }
}

// MARK: Identifiers

extension KeyScanner {
    private static let digit: UInt8 = 0
    private static let letter: UInt8 = 1
    private static let other: UInt8 = 2
    private static let high: UInt8 = 3

    private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): letter
        case 0x80...: high
        default: other
        }
    }

    /// The GUID that begins at an index, where a word of eight characters does.
    private static func identifier(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> ProtectorID? {
        guard bytes.count - index >= 36, bytes[index + 8] == UInt8(ascii: "-"), bytes[index + 13] == UInt8(ascii: "-")
        else { return nil }
        if index + 36 < bytes.count, kinds[Int(bytes[index + 36])] <= letter { return nil }
        return ProtectorID(guid: UnsafeBufferPointer(rebasing: bytes[index..<(index + 36)]))
    }
}

extension ProtectorID {
    /// The first identifier that stands anywhere in a text.
    static func first(in text: ArraySlice<UInt8>) -> ProtectorID? {
        for match in KeyScanner.matches(in: text) {
            if case .identifier(let identifier) = match.token { return identifier }
        }
        return nil
    }
}
