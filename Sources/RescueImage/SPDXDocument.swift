internal import DebianPackages
internal import Foundation

/// The bill of materials: an SPDX 2.3 document in JSON (https://spdx.github.io/spdx-spec/v2.3/).
struct SPDXDocument: Sendable {
    private let packages: [LockedPackage]
    private let agent: Manifest.File
    private let build: String
    private let version: String
    private let timestamp: Int64

    /// - Parameters:
    ///   - packages: The packages that the image is made from.
    ///   - agent: Unloop's own program in the image.
    ///   - build: The build's name.
    ///   - version: Unloop's version.
    ///   - timestamp: Unix seconds; the image's own time, not the clock's.
    init(packages: [LockedPackage], agent: Manifest.File, build: String, version: String, timestamp: Int64) {
        self.packages = packages
        self.agent = agent
        self.build = build
        self.version = version
        self.timestamp = timestamp
    }

    /// The text of the file.
    func text() throws -> [UInt8] {
        let image = Package(
            SPDXID: "SPDXRef-image", name: "unloop-rescue-image", versionInfo: "\(version)+\(build)",
            licenseConcluded: "NOASSERTION", licenseDeclared: "NOASSERTION", primaryPackagePurpose: "OPERATING-SYSTEM")
        let own = Package(
            SPDXID: "SPDXRef-unloop-agent", name: "unloop-agent", versionInfo: version, licenseConcluded: "Apache-2.0",
            licenseDeclared: "Apache-2.0", primaryPackagePurpose: "APPLICATION",
            checksums: [Checksum(checksumValue: agent.sha256)])
        let binaries = packages.map(Self.package)
        let contained = [own] + binaries
        let document = Document(
            name: "unloop-rescue-image-\(build)", documentNamespace: "https://spdx.org/spdxdocs/unloop-\(build)",
            creationInfo: CreationInfo(
                created: Date(timeIntervalSince1970: Double(timestamp)).formatted(.iso8601),
                creators: ["Tool: unloop-\(version)"]),
            packages: [image] + contained,
            relationships: [Relationship("SPDXRef-DOCUMENT", "DESCRIBES", image.SPDXID)]
                + contained.map { Relationship(image.SPDXID, "CONTAINS", $0.SPDXID) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
    }

    private static func package(_ package: LockedPackage) -> Package {
        let source = package.source ?? package.name
        let sourceVersion = package.sourceVersion ?? package.version
        let licence = DeclaredLicence.ofSourcePackage(source) ?? "NOASSERTION"
        return Package(
            SPDXID: "SPDXRef-" + String(package.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }),
            name: package.name, versionInfo: package.version, licenseConcluded: "NOASSERTION", licenseDeclared: licence,
            primaryPackagePurpose: "INSTALL", checksums: [Checksum(checksumValue: "\(package.sha256)")],
            sourceInfo: "built from Debian source package \(source) \(sourceVersion)",
            externalRefs: [
                ExternalReference(referenceLocator: purl(package, source: source))
            ])
    }

    /// A package URL (https://github.com/package-url/purl-spec, type deb).
    private static func purl(_ package: LockedPackage, source: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text }
        return "pkg:deb/debian/\(escaped(package.name))@\(escaped(package.version))?arch=\(package.architecture)"
    }

    // The names below are those of the specification.

    private struct Document: Encodable {
        let spdxVersion = "SPDX-2.3"
        let dataLicense = "CC0-1.0"
        let SPDXID = "SPDXRef-DOCUMENT"
        let name: String
        let documentNamespace: String
        let creationInfo: CreationInfo
        let packages: [Package]
        let relationships: [Relationship]
    }

    private struct CreationInfo: Encodable {
        let created: String
        let creators: [String]
    }

    private struct Package: Encodable {
        let SPDXID: String
        let name: String
        let versionInfo: String
        let downloadLocation = "NOASSERTION"
        let filesAnalyzed = false
        let licenseConcluded: String
        let licenseDeclared: String
        let copyrightText = "NOASSERTION"
        let primaryPackagePurpose: String
        var checksums: [Checksum]?
        var sourceInfo: String?
        var externalRefs: [ExternalReference]?
    }

    private struct Checksum: Encodable {
        let algorithm = "SHA256"
        let checksumValue: String
    }

    private struct ExternalReference: Encodable {
        let referenceCategory = "PACKAGE-MANAGER"
        let referenceType = "purl"
        let referenceLocator: String
    }

    private struct Relationship: Encodable {
        let spdxElementId: String
        let relationshipType: String
        let relatedSpdxElement: String

        init(_ element: String, _ type: String, _ related: String) {
            spdxElementId = element
            relationshipType = type
            relatedSpdxElement = related
        }
    }
}
