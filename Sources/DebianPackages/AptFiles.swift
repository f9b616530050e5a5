/// The texts of the files from which apt resolves.
enum AptFiles {
    /// The sources in the format of sources.list(5), deb822 style. Suites of an archive that the mirror lacks are left
    /// out.
    static func sources(_ request: PackageRequest, _ mirror: PackageMirror) -> String {
        request.suites.compactMap { suite -> String? in
            guard let address = mirror.address(of: suite.archive) else { return nil }
            return """
                Types: deb
                URIs: \(address)
                Suites: \(suite.name)
                Components: \(suite.components.joined(separator: " "))
                Architectures: \(request.architecture)
                Signed-By: \(mirror.keyring)


                """
        }.joined()
    }

    /// The pins in the format of apt_preferences(5): for each package the first entry that fits a version counts.
    static func preferences(_ request: PackageRequest) -> String {
        let named = request.pins.filter { !$0.packages.isEmpty }.flatMap { pin in
            let packages = pin.packages.joined(separator: " ")
            return [(packages, pin.suite, 990), (packages, "*", -1)]
        }
        let closed = request.pins.map { ("*", $0.suite, -1) }
        return (named + closed).map { packages, suite, priority in
            "Package: \(packages)\nPin: release \(suite)\nPin-Priority: \(priority)\n\n"
        }.joined()
    }

    /// A status file of dpkg in which packages, given by their records in the index, are installed and held, without
    /// needing anything themselves.
    static func status(_ records: [ControlParagraph]) -> String {
        records.map { record in
            var fields = [("Status", "hold ok installed")]
            for name in [
                "Package", "Version", "Architecture", "Multi-Arch", "Provides", "Section", "Priority", "Maintainer",
            ] {
                if let value = record[name] { fields.append((name, value)) }
            }
            return fields.map { "\($0): \($1)\n" }.joined() + "Description: left out of the image\n\n"
        }.joined()
    }
}

extension PackageMirror {
    /// The address of one of the archives; nil if the mirror has none.
    func address(of archive: Archive) -> String? {
        switch archive {
        case .main: main
        case .security: security
        }
    }
}
