internal import LinuxSystem

/// The keyboards of the machine, as the kernel shows them.
public enum Keyboards {
    /// Whether there is one by which a recovery key can be typed: a row or a pad of digits, and its Enter. Buttons of a case, a
    /// remote control or a screen are none.
    public static func isPresent(sysfs: String = "/sys") -> Bool {
        TextFile.names(in: "\(sysfs)/class/input").contains { name in
            guard name.hasPrefix("input"),
                let words = TextFile.trimmed("\(sysfs)/class/input/\(name)/capabilities/key")
            else { return false }
            let keys = Set(keys(words))
            return [row, pad].contains { $0.isSubset(of: keys) }
        }
    }

    /// KEY_1 to KEY_0 and KEY_ENTER (linux/input-event-codes.h).
    private static let row = Set(2...11).union([28])
    /// KEY_KP7 to KEY_KP9, KEY_KP4 to KEY_KP6, KEY_KP1 to KEY_KP0, and KEY_KPENTER.
    private static let pad = Set(71...73).union(75...77).union(79...82).union([96])

    /// The numbers of the keys: hexadecimal words of the machine's width, the one with the highest keys first.
    private static func keys(_ words: String) -> [Int] {
        words.split(separator: " ").reversed().enumerated().flatMap { place, word in
            let bits = UInt(word, radix: 16) ?? 0
            return (0..<UInt.bitWidth).filter { bits >> UInt($0) & 1 != 0 }.map { place * UInt.bitWidth + $0 }
        }
    }
}
