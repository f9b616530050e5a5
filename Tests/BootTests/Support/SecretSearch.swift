import Foundation
import TestSupport

/// Looks for secrets in everything that a run leaves.
struct SecretSearch {
    private let patterns: [[UInt8]]

    init(_ secrets: [Secret]) { patterns = secrets.flatMap(\.forms) }

    /// The offsets in bytes at which a form of a secret begins in a file.
    func places(in file: String) throws -> Set<Int> {
        let digits = patterns.map { $0.map { String(format: "%02x", $0) }.joined() }
        let told = try Shell.run(["python3", "-c", Self.program, file] + digits)
        return Set(told.split(separator: "\n").compactMap { Int($0) })
    }

    private static let program = """
        import mmap, os, sys
        if os.path.getsize(sys.argv[1]) == 0:
            sys.exit()
        with open(sys.argv[1], 'rb') as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            for pattern in map(bytes.fromhex, sys.argv[2:]):
                place = content.find(pattern)
                while place >= 0:
                    print(place)
                    place = content.find(pattern, place + 1)
        """
}
