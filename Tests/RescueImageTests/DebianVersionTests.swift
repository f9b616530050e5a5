internal import DebianPackages
internal import HostPrograms
internal import Testing

@testable internal import RescueImage

@Suite("Debian versions")
struct DebianVersionTests {
    static let ascending = [
        "1.0~~", "1.0~~a", "1.0~", "1.0", "1.0-1", "1.0a", "1.0+b1", "1.0.1", "1.9", "1.10", "2:0.9", "2:2.7.5-2",
        "2:2.8.4", "2:2.8.8-1", "2:2.8.8-1+b1", "2:18446744073709551617",
    ]

    @Test("The order of the policy")
    func order() {
        for (index, left) in Self.ascending.enumerated() {
            for right in Self.ascending[(index + 1)...] {
                #expect(DebianVersion(left) < DebianVersion(right), "\(left) < \(right)")
                #expect(!(DebianVersion(right) < DebianVersion(left)), "\(right) < \(left)")
            }
        }
    }

    @Test("Versions that differ in writing only", arguments: [("1.0", "0:1.0"), ("1.0", "1.00"), ("1.0", "1.0-0")])
    func equality(left: String, right: String) { #expect(DebianVersion(left) == DebianVersion(right)) }

    @Test("dpkg agrees", .enabled(if: HostProgram.find("dpkg") != nil, "needs dpkg"))
    func dpkg() throws {
        for (left, right) in zip(Self.ascending, Self.ascending.dropFirst()) {
            try HostProgram.run(["dpkg", "--compare-versions", left, "lt", right])
        }
    }
}
