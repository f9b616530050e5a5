import Diagnostics
import Digests
import Testing
import Vocabulary

@testable import DebianPackages

@Suite struct PackageLockTests {
    static let zeros = String(repeating: "0", count: 64)

    static let exact = """
        unloop-packages-lock 1
        # name version architecture size sha256 archive filename source source-version
        busybox 1:1.37.0-6+b9 amd64 484988 \(zeros) main pool/main/b/busybox/busybox_1.37.0-6+b9_amd64.deb - 1:1.37.0-6
        libc6 2.41-12 amd64 2850108 \(zeros) security pool/updates/main/g/glibc/libc6_2.41-12_amd64.deb glibc -

        """

    private var packages: [LockedPackage] {
        get throws {
            let hash = try #require(SHA256Digest(hexadecimal: Self.zeros))
            return [
                LockedPackage(
                    name: "libc6", version: "2.41-12", architecture: "amd64", sha256: hash, size: 2_850_108,
                    filename: "pool/updates/main/g/glibc/libc6_2.41-12_amd64.deb", archive: .security, source: "glibc"),
                LockedPackage(
                    name: "busybox", version: "1:1.37.0-6+b9", architecture: "amd64", sha256: hash, size: 484_988,
                    filename: "pool/main/b/busybox/busybox_1.37.0-6+b9_amd64.deb", archive: .main,
                    sourceVersion: "1:1.37.0-6"),
            ]
        }
    }

    @Test func textIsExactAndSorted() throws {
        #expect(PackageLock(packages: try packages).text == Self.exact)
    }

    @Test func parsingGivesTheSamePackages() throws {
        let lock = try PackageLock(parsing: Self.exact, file: "packages.lock")
        #expect(lock == PackageLock(packages: try packages))
        #expect(lock.text == Self.exact)
    }

    @Test func carriageReturnsCommentsAndEmptyLinesAreAccepted() throws {
        let text = Self.exact.replacing("\n", with: "\r\n") + "\r\n# end\r\n"
        #expect(try PackageLock(parsing: text, file: "packages.lock").text == Self.exact)
    }

    @Test(arguments: [
        (" amd64 484988", " amd64", "p.lock:3: 8 columns instead of 9"),
        ("busybox 1:", "-busybox 1:", "p.lock:3: \"-busybox\" is not a package name"),
        ("1:1.37.0-6+b9", "/etc", "p.lock:3: \"/etc\" is not a version"),
        ("484988", "-1", "p.lock:3: \"-1\" is not a size in bytes"),
        (zeros + " main", "00 main", "p.lock:3: \"00\" is not a SHA-256 of 64 hexadecimal digits"),
        (" security ", " extra ", "p.lock:4: \"extra\" is not an archive (main, security)"),
        ("pool/main", "pool/../..", "p.lock:3: \"pool/../../b/busybox/busybox_1.37.0-6+b9_amd64.deb\" is not a path"),
        ("pool/main", "/main", "p.lock:3: \"/main/b/busybox/busybox_1.37.0-6+b9_amd64.deb\" is not a path"),
        (" glibc -", " GLIBC -", "p.lock:4: \"GLIBC\" is not a source package"),
        ("libc6 2", "busybox 2", "p.lock:4: the package busybox is listed twice"),
        ("lock 1", "lock 2", "p.lock:1: the first line is not \"unloop-packages-lock 1\""),
    ])
    func errorsNameFileAndLine(original: String, replacement: String, start: String) throws {
        let range = try #require(Self.exact.firstRange(of: original))
        let text = Self.exact.replacingCharacters(in: range, with: replacement)
        let error = #expect(throws: PackageError.self) { try PackageLock(parsing: text, file: "p.lock") }
        #expect(error?.code == .lockInvalid)
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
    }

    @Test func emptyTextIsNoLock() {
        let error = #expect(throws: PackageError.self) { try PackageLock(parsing: "", file: "p.lock") }
        #expect(error?.code == .lockInvalid)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
