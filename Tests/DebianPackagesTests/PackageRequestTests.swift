import Diagnostics
import Testing
import Vocabulary

@testable import DebianPackages

@Suite struct PackageRequestTests {
    private static func request(
        architecture: String = "amd64", suite: String = "trixie", pins: [PackagePin] = [],
        packages: [String] = ["kmod"],
        exclude: [String] = []
    ) -> PackageRequest {
        PackageRequest(
            architecture: architecture, suites: [PackageSuite(name: suite, archive: .main, components: ["main"])],
            pins: pins,
            packages: packages, exclude: exclude)
    }

    @Test(arguments: [
        request(architecture: "amd64\"; }"), request(suite: "trixie main\nURIs: http://x"), request(packages: []),
        request(packages: ["--allow-unauthenticated"]), request(packages: ["./evil.deb"]),
        request(packages: ["kmod=1"]),
        request(packages: ["kmod/forky"]), request(pins: [PackagePin(packages: ["kmod"], suite: "forky")]),
        request(pins: [PackagePin(packages: ["*"], suite: "trixie")]), request(exclude: ["kmod"]),
    ])
    func namesThatAptWouldReadOtherwiseAreRefused(request: PackageRequest) {
        let error = #expect(throws: PackageError.self) { try request.validate() }
        #expect(error?.code == .requestInvalid)
    }

    @Test func soundRequestIsAccepted() throws {
        try Self.request(packages: ["libstdc++6", "libdevmapper1.02.1"], exclude: ["udev"]).validate()
    }

    @Test func pinsAreExact() {
        let request = Self.request(pins: [PackagePin(packages: ["kmod", "libkmod2"], suite: "trixie")])
        #expect(
            AptFiles.preferences(request) == """
                Package: kmod libkmod2
                Pin: release trixie
                Pin-Priority: 990

                Package: kmod libkmod2
                Pin: release *
                Pin-Priority: -1

                Package: *
                Pin: release trixie
                Pin-Priority: -1


                """)
    }
}
