internal import RunSettings
internal import YAMLTree

extension ImageTemplate {
    private static let keys = [
        "schema", "architecture", "suites", "pins", "packages", "exclude", "minimum-versions", "programs", "applets",
        "keyboards", "modules", "boot", "remedies", "log-size",
    ]

    /// Reads a template.
    ///
    /// - Parameter file: The name for error messages.
    /// - Throws: `YAMLError` naming file, line and key for whatever does not follow the schema.
    init(parsing bytes: [UInt8], file: String) throws(YAMLError) {
        let root = try YAMLReader(parsing: bytes, file: file)
        try root.rejectUnknownKeys(Self.keys)
        let schema = try root.value("schema")
        guard try schema.string() == Self.schema else { throw schema.error("this version reads only \(Self.schema)") }
        let named = try root.value("architecture")
        guard let architecture = Architecture(rawValue: try named.string()) else {
            let known = Architecture.allCases.map(\.rawValue).joined(separator: ", ")
            throw named.error("unknown architecture; use one of: \(known)")
        }
        self.architecture = architecture

        var suites: [Suite] = []
        for suite in try root.sequence("suites") { suites.append(try Suite(suite)) }
        guard !suites.isEmpty else { throw try root.value("suites").error("name at least one suite") }
        self.suites = suites
        var pins: [Pin] = []
        for pin in try root.optionalSequence("pins") ?? [] { pins.append(try Pin(pin, suites: suites.map(\.name))) }
        self.pins = pins
        packages = try root.strings("packages")
        excludedPackages = try root.optionalStrings("exclude") ?? []
        minimumVersions = try root.texts("minimum-versions")
        programs = try root.paths("programs")
        applets = try root.optionalStrings("applets") ?? []
        keyboards = try root.keyboards("keyboards")
        modules = try ModuleSelection(try root.mapping("modules"))
        boot = try BootMenu(try root.mapping("boot"))
        remedies = try root.optionalStrings("remedies") ?? []
        logSize = try root.integer("log-size", in: 40...65536)
    }
}

extension ImageTemplate.Suite {
    fileprivate init(_ reader: YAMLReader) throws(YAMLError) {
        try reader.rejectUnknownKeys(["name", "archive", "components"])
        name = try reader.string("name")
        switch try reader.optionalString("archive") ?? "main" {
        case "main": isSecurity = false
        case "security": isSecurity = true
        default: throw try reader.value("archive").error("the archive is main or security")
        }
        components = try reader.optionalStrings("components") ?? ["main"]
    }
}

extension ImageTemplate.Pin {
    fileprivate init(_ reader: YAMLReader, suites: [String]) throws(YAMLError) {
        try reader.rejectUnknownKeys(["suite", "packages"])
        suite = try reader.string("suite")
        guard suites.contains(suite) else {
            throw try reader.value("suite").error("\(suite) is not one of the suites above; add it there")
        }
        packages = try reader.strings("packages")
    }
}

extension ModuleSelection {
    fileprivate init(_ reader: YAMLReader) throws(YAMLError) {
        try reader.rejectUnknownKeys(["folders", "names", "exclude", "required"])
        self.init(
            folders: try reader.paths("folders"),
            names: try reader.optionalStrings("names") ?? [],
            excluded: try reader.optionalStrings("exclude") ?? [],
            required: try reader.optionalStrings("required") ?? [])
    }
}

extension YAMLReader {
    /// A mapping of texts; empty if the key is absent.
    fileprivate func texts(_ key: String) throws(YAMLError) -> [String: String] {
        var texts: [String: String] = [:]
        for entry in try optionalMapping(key)?.entries() ?? [] { texts[entry.key] = try entry.value.string() }
        return texts
    }

    /// Keyboard layouts by their names, which settings have to be able to say.
    fileprivate func keyboards(_ key: String) throws(YAMLError) -> [String: String] {
        var keyboards: [String: String] = [:]
        for (name, path) in try optionalMapping(key)?.entries() ?? [] {
            guard RunSettings.isKeyboardName(name) else {
                throw path.error("\"\(name)\" must be 1 to 16 lower-case letters, digits and hyphens")
            }
            keyboards[name] = try path.path()
        }
        return keyboards
    }

    /// A list of paths below a root.
    fileprivate func paths(_ key: String) throws(YAMLError) -> [String] {
        var paths: [String] = []
        for item in try sequence(key) { paths.append(try item.path()) }
        return paths
    }

    /// A path below a root: relative, without `..`.
    private func path() throws(YAMLError) -> String {
        let path = try string()
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) {
            throw error("\"\(path)\" must be a path without leading slash, without . and ..")
        }
        return path
    }
}
