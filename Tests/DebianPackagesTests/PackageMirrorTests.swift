import Diagnostics
import Testing
import Vocabulary

@testable import DebianPackages

@Suite struct PackageMirrorTests {
    private let settings: ScratchFolder

    init() throws { settings = try ScratchFolder() }

    @Test func oneLineSources() {
        let text = """
            # deb http://commented.example/debian trixie main
            deb-src http://a.example/debian trixie main
            deb [ arch=amd64 signed-by=/k.gpg ] http://a.example/debian/ trixie main contrib # why
            deb\thttp://b.example/debian\ttrixie-updates\tmain
            deb

            """
        #expect(
            AptSource.oneLine(text) == [
                AptSource(
                    address: "http://a.example/debian/", suite: "trixie", components: ["main", "contrib"],
                    signedBy: "/k.gpg"),
                AptSource(
                    address: "http://b.example/debian", suite: "trixie-updates", components: ["main"], signedBy: ""),
            ])
    }

    @Test func deb822Sources() throws {
        let text = """
            Types: deb deb-src
            # a comment inside
            uris: http://a.example/debian
             http://b.example/debian
            Suites: trixie trixie-updates
            Components: main
            Signed-By: /k.gpg

            Enabled: no
            Types: deb
            URIs: http://c.example/debian
            Suites: trixie
            Components: main

            """
        let sources = try AptSource.deb822(text, file: "x.sources")
        #expect(
            sources.map { "\($0.address) \($0.suite) \($0.components) \($0.signedBy)" } == [
                #"http://a.example/debian trixie ["main"] /k.gpg"#,
                #"http://a.example/debian trixie-updates ["main"] /k.gpg"#,
                #"http://b.example/debian trixie ["main"] /k.gpg"#,
                #"http://b.example/debian trixie-updates ["main"] /k.gpg"#,
            ])
    }

    @Test func brokenDeb822NamesFileAndLine() {
        let error = #expect(throws: PackageError.self) {
            try AptSource.deb822("Types: deb\nnonsense\n", file: "x.sources")
        }
        #expect(error?.code == .sourcesInvalid)
        #expect(error?.message.hasPrefix("x.sources:2: a line that is no field") == true)
    }

    @Test(.enabled(if: hasDebianKeyring, "needs debian-archive-keyring"))
    func otherPeoplesArchivesAreNotDebian() throws {
        try settings.write(
            "sources.list",
            """
            deb https://tools.example/ trixie main
            deb [signed-by=/etc/apt/keyrings/prod.gpg] https://packages.example/debian/12/prod bookworm main
            deb https://containers.example/linux/debian trixie stable
            deb http://mirror.example/debian-security trixie-security main
            deb http://mirror.example/debian/ trixie main

            """)
        let mirror = try PackageMirror.ofHost(settings: settings.path)
        #expect(mirror.main == "http://mirror.example/debian")
        #expect(mirror.security == "http://mirror.example/debian-security")
        #expect(mirror.notes.isEmpty)
    }

    @Test func ubuntuHostIsToldWhatToDo() throws {
        try settings.write(
            "sources.list.d/ubuntu.sources",
            """
            Types: deb
            URIs: http://archive.ubuntu.com/ubuntu/
            Suites: noble noble-updates
            Components: main universe
            Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg

            """)
        let error = #expect(throws: PackageError.self) { try PackageMirror.ofHost(settings: settings.path) }
        #expect(error?.code == .mirrorUnknown)
        #expect(error?.message.contains("--mirror URL, and install debian-archive-keyring") == true)
    }

    @Test(.enabled(if: hasDebianKeyring, "needs debian-archive-keyring"))
    func listOfMirrorsGivesItsFirst() throws {
        let list = try settings.write("mirrors.list", "# fastest first\nhttp://near.example/debian/\tpriority:1\n")
        try settings.write("sources.list", "deb mirror+file://\(list) trixie main\n")
        // The list's own name does not say Debian, as it does on a cloud image (mirrors/debian.list).
        #expect(throws: PackageError.self) { try PackageMirror.ofHost(settings: settings.path) }
        let debian = try settings.write("debian.list", "http://near.example/debian/\tpriority:1\n")
        try settings.write("sources.list", "deb mirror+file://\(debian) trixie main\n")
        let mirror = try PackageMirror.ofHost(settings: settings.path)
        #expect(mirror.main == "http://near.example/debian")
        #expect(mirror.security == nil)
        #expect(mirror.notes.count == 1)
    }

    @Test(.enabled(if: hasDebianKeyring, "needs debian-archive-keyring"))
    func givenMirrorTakesTheSiblingThatTheHostKnows() throws {
        try settings.write("sources.list", "deb http://m.example/debian-security trixie-security main\n")
        let known = try PackageMirror.at("http://m.example/debian/", settings: settings.path)
        #expect(known.security == "http://m.example/debian-security")
        #expect(known.notes.isEmpty)
        let unknown = try PackageMirror.at("http://n.example/debian", settings: settings.path)
        #expect(unknown.security == nil)
        #expect(
            unknown.notes == [
                "no security archive is known beside http://n.example/debian: suites of the security archive are left out"
            ])
    }

    @Test(arguments: [
        "", "ftp://m.example/debian", "http://m.example/a b", "http://m.example/\"", "http://m.example/\n",
    ])
    func uselessAddressIsRefused(address: String) {
        let error = #expect(throws: PackageError.self) { try PackageMirror.at(address, settings: settings.path) }
        #expect(error?.code == .mirrorInvalid)
    }
}

private let hasDebianKeyring = (try? PackageMirror.at("http://m.example/debian")) != nil
