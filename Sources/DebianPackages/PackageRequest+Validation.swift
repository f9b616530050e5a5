internal import Diagnostics

extension PackageRequest {
    /// Refuses names that apt would read as something else (an option, a path, a removal) and pins without a suite.
    func validate() throws(PackageError) {
        try check([architecture], "architecture", allowing: "-")
        guard !suites.isEmpty else { throw invalid("no suite is named; name at least one") }
        guard !packages.isEmpty else { throw invalid("no package is named; name at least one") }
        for suite in suites {
            try check([suite.name], "suite", allowing: "-./")
            guard !suite.components.isEmpty else {
                throw invalid("the suite \(suite.name) has no component; name at least `main`")
            }
            try check(suite.components, "component of \(suite.name)", allowing: "-./")
        }
        for pin in pins {
            guard suites.contains(where: { $0.name == pin.suite }) else {
                throw invalid("a pin names the suite \(pin.suite), which is not among the suites; add it to them")
            }
            try check(pin.packages, "package pinned to \(pin.suite)", allowing: "+-.")
        }
        try check(packages, "package", allowing: "+-.")
        try check(exclude, "excluded package", allowing: "+-.")
        if let both = packages.first(where: exclude.contains) {
            throw invalid("the package \(both) is both wanted and excluded; decide for one")
        }
    }

    private func check(_ names: [String], _ what: String, allowing extra: String) throws(PackageError) {
        for name in names where !isName(name, allowing: extra) {
            throw invalid("\"\(name)\" is not a name of a \(what); use lower-case letters, digits and \(extra)")
        }
    }

    private func invalid(_ text: String) -> PackageError { PackageError(.requestInvalid, text) }
}

/// Whether `text` starts with a lower-case letter or a digit and goes on with those and the characters of `extra`
/// (package names: Debian Policy 5.6.1).
func isName(_ text: some StringProtocol, allowing extra: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
    guard let first = text.utf8.first, isPlain(first) else { return false }
    return text.utf8.allSatisfy { isPlain($0) || extra.utf8.contains($0) }
}
