public import Diagnostics
internal import Foundation

/// Where Debian's archives are fetched from, and the keys that sign them.
public struct PackageMirror: Sendable, Hashable {
    /// The address of the main archive, without a slash at its end.
    public let main: String
    /// The address of the security archive, without a slash at its end; nil if none is known.
    public let security: String?
    /// The path of the keyring that the archives' signatures are checked with.
    public let keyring: String
    /// What the user should know about this choice, one sentence each.
    public let notes: [String]

    /// A mirror with its parts; addresses without a slash at their ends.
    public init(main: String, security: String?, keyring: String, notes: [String] = []) {
        self.main = main
        self.security = security
        self.keyring = keyring
        self.notes = notes
    }

    /// The mirror that this host's own apt sources name.
    ///
    /// - Throws: `mirror-unknown` if they name no Debian archive (as on Ubuntu), `keyring-missing`,
    ///   `apt-sources-invalid`.
    public static func ofHost() throws(PackageError) -> PackageMirror { try ofHost(settings: "/etc/apt") }

    /// The mirror at an address that the user gives. Its security archive is the sibling `<address>-security`, if this
    /// host's apt sources name that one.
    ///
    /// - Throws: `mirror-invalid` for an address that apt cannot use, `keyring-missing`.
    public static func at(_ address: String) throws(PackageError) -> PackageMirror {
        try at(address, settings: "/etc/apt")
    }

    static func ofHost(settings: String) throws(PackageError) -> PackageMirror {
        let sources = try AptSource.all(in: settings)
        guard let main = sources.first(where: \.isDebianMain) else {
            throw PackageError(
                .mirrorUnknown,
                "the apt sources of this host (\(settings)) name no Debian archive; give one with --mirror URL,"
                    + " and install debian-archive-keyring")
        }
        let security = sources.first(where: \.isDebianSecurity)
        return PackageMirror(
            main: try address(main.address),
            security: try security.map { source throws(PackageError) in try address(source.address) },
            keyring: try keyring(namedBy: main.signedBy),
            notes: security == nil ? [noSecurity("the host's apt sources")] : [])
    }

    static func at(_ text: String, settings: String) throws(PackageError) -> PackageMirror {
        let main = try address(text)
        let sibling = main + "-security"
        let sources = (try? AptSource.all(in: settings)) ?? []
        let isKnown = sources.contains { $0.isDebianSecurity && (try? address($0.address)) == sibling }
        return PackageMirror(
            main: main, security: isKnown ? sibling : nil, keyring: try keyring(namedBy: ""),
            notes: isKnown ? [] : [noSecurity(main)])
    }

    private static func noSecurity(_ place: String) -> String {
        "no security archive is known beside \(place): suites of the security archive are left out"
    }

    /// An address in the form that is kept: checked, without slashes at its end, and with a list of mirrors replaced by
    /// the first of them (Debian's cloud images name such a list).
    private static func address(_ text: String) throws(PackageError) -> String {
        func invalid(_ what: String) -> PackageError {
            PackageError(.mirrorInvalid, "the mirror \"\(text)\" \(what); give an http, https or file address")
        }
        let list = "mirror+file:"
        if text.hasPrefix(list) {
            let path = "/" + text.dropFirst(list.count).drop { $0 == "/" }
            guard try RegularFile(path) != nil else { throw invalid("is a list that cannot be found") }
            let content = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let first = lines(of: content).first { !$0.isEmpty && !$0.hasPrefix("#") }
            guard let address = first?.split(whereSeparator: \.isWhitespace).first, !address.hasPrefix(list) else {
                throw invalid("is a list without an address")
            }
            return try self.address(String(address))
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }) else {
            throw invalid("contains a blank, a quote, or a character that addresses cannot have")
        }
        guard ["http://", "https://", "file:/", "copy:/"].contains(where: text.hasPrefix) else {
            throw invalid("is not an address that apt can fetch from")
        }
        return String(text.reversed().drop { $0 == "/" }.reversed())
    }

    /// The keyring of Debian, or the one that the host's source of Debian names (a company's own archive may be signed
    /// with its own key).
    private static func keyring(namedBy signedBy: String) throws(PackageError) -> String {
        let folder = "/usr/share/keyrings/"
        var paths = [folder + "debian-archive-keyring.gpg", folder + "debian-archive-keyring.pgp"]
        // The keyring of a single release, as some hosts name it, does not sign the next suite.
        if signedBy.hasPrefix("/"), !signedBy.hasPrefix(folder + "debian-archive-") { paths.insert(signedBy, at: 0) }
        guard let path = paths.first(where: FileManager.default.isReadableFile) else {
            throw PackageError(
                .keyringMissing, "\(paths.joined(separator: " and ")) cannot be read; install debian-archive-keyring")
        }
        return path
    }
}

extension AptSource {
    private static let releases: Set<String> = [
        "bullseye", "bookworm", "trixie", "forky", "duke", "sid", "oldoldstable", "oldstable", "stable", "testing",
        "unstable",
    ]

    /// Whether this is Debian's main archive. Other people's archives use Debian's suite names too, so that the address
    /// or the keyring has to say Debian as well.
    var isDebianMain: Bool {
        let release = suite.hasSuffix("-updates") ? String(suite.dropLast("-updates".count)) : suite
        guard Self.releases.contains(release), components.contains("main") else { return false }
        let folder = address.split(separator: "/").last ?? ""
        return signedBy.contains("debian-archive-") || folder.lowercased().contains("debian")
    }

    /// Whether this is Debian's archive of security updates.
    var isDebianSecurity: Bool {
        guard suite.hasSuffix("-security"), Self.releases.contains(String(suite.dropLast("-security".count))) else {
            return false
        }
        return components.contains("main") && address.lowercased().contains("debian")
    }
}
