internal import Foundation

/// Files sealed with the passphrase `fuzz` and the least work.
enum SealedSeeds {
    static let passphrase = "fuzz"

    static let all: [[UInt8]] = [
        Array(Data(base64Encoded: base64, options: .ignoreUnknownCharacters) ?? Data()), Array(armored.utf8),
    ]

    /// A table of keys, sealed with fixed random numbers and a work factor of 1.
    private static let base64 = """
        YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBFQkVTRXhRVkZoY1lHUm9i
        SEIwZUh3IDEKQnZuT2RtNktsSlZJdTdwM0NjSW5RTS81NmxpNVd2bWNtSUcvMkNQ
        QXFETQotLS0gcy9ocENjV1ppb1JERHI3WEM1bUZtbE96T2lhYVlpaVZpVDhqZFVk
        SkxJawogISIjJCUmJygpKissLS4vO+fvT04Sb5l9PTF0ZfnBhZhsmAoz16ouTA0o
        3K8Yg0dKveSi5oZ8HuxW1LmJFyqM9BLsmNjm0vDqdFFzjQvfCLn/1o693Qs6sC/s
        LVQ44e4=
        """
    private static let armored = "-----BEGIN AGE ENCRYPTED FILE-----\n\(base64)\n-----END AGE ENCRYPTED FILE-----\n"

    /// Whether the work factor that an input asks for, with armor or without, is at most 4.
    static func isCheap(_ input: [UInt8]) -> Bool {
        let armor = Array("-----BEGIN".utf8)
        var file = input
        if let begin = input.firstRange(of: armor) {
            let body = input[begin.lowerBound...].split(separator: UInt8(ascii: "\n")).dropFirst().dropLast()
            file = Array(Data(base64Encoded: Data(body.joined()), options: .ignoreUnknownCharacters) ?? Data())
        }
        let lines = file.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count > 2, let factor = lines[1].split(separator: UInt8(ascii: " ")).last else { return true }
        return Int(String(decoding: factor, as: UTF8.self)).map { $0 <= 4 } ?? true
    }
}
