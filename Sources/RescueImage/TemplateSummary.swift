/// The effective template for people: every setting, defaults included, as YAML.
public enum TemplateSummary {
    /// - Throws: As reading the template does.
    public static func text(ofTemplateIn folder: String) throws -> String {
        let path = folder + "/template.yaml"
        return text(of: try ImageTemplate(parsing: try HostFile.read(path), file: path))
    }

    static func text(of template: ImageTemplate) -> String {
        var lines = ["schema: \(ImageTemplate.schema)", "architecture: \(template.architecture.rawValue)", "suites:"]
        for suite in template.suites {
            lines.append("  - name: \(suite.name)")
            lines.append("    archive: \(suite.isSecurity ? "security" : "main")")
            lines.append("    components: \(flow(suite.components))")
        }
        lines.append("pins:")
        for pin in template.pins { lines += ["  - suite: \(pin.suite)", "    packages: \(flow(pin.packages))"] }
        lines.append("minimum-versions:")
        for (name, version) in template.minimumVersions.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(name): \(quoted(version))")
        }
        lines += list("packages", template.packages) + list("exclude", template.excludedPackages)
        lines += list("programs", template.programs) + list("applets", template.applets)
        lines.append("keyboards:")
        for (name, path) in template.keyboards.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(quoted(name)): \(quoted(path))")
        }
        lines.append("modules:")
        lines += list("folders", template.modules.folders, "  ") + list("names", template.modules.names, "  ")
        lines += list("exclude", template.modules.excluded, "  ") + list("required", template.modules.required, "  ")
        lines += ["boot:", "  timeout: \(template.boot.timeout)"]
        lines += ["  command-line: \(quoted(template.boot.commandLine))", "  entries:"]
        for entry in template.boot.entries {
            lines += ["    - title: \(quoted(entry.title))", "      arguments: \(quoted(entry.arguments))"]
        }
        lines.append("  start-from-disk: \(quoted(template.boot.diskTitle))")
        lines += list("remedies", template.remedies) + ["log-size: \(template.logSize)"]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func list(_ key: String, _ items: [String], _ indent: String = "") -> [String] {
        items.isEmpty ? ["\(indent)\(key): []"] : ["\(indent)\(key):"] + items.map { "\(indent)  - \(quoted($0))" }
    }

    private static func flow(_ items: [String]) -> String { "[\(items.map(quoted).joined(separator: ", "))]" }

    /// A scalar that every YAML reader takes for text.
    private static func quoted(_ text: String) -> String {
        let plain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._/+".contains($0)) }
        let isWord = plain && (text.first?.isLetter ?? false) && !["true", "false", "null", "yes", "no"].contains(text)
        return isWord ? text : "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
