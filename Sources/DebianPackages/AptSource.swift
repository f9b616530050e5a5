internal import Diagnostics
internal import Foundation

/// One source of packages that the host's apt is set up with: an address and a suite on it.
struct AptSource: Equatable {
    let address: String
    let suite: String
    let components: [String]
    /// The keyrings that may sign it, as written; empty if apt's general ones do.
    let signedBy: String

    /// The sources of binary packages in `sources.list` and `sources.list.d` of a folder such as `/etc/apt`, in apt's
    /// order.
    static func all(in folder: String) throws(PackageError) -> [AptSource] {
        let parts = folder + "/sources.list.d"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: parts)) ?? []).sorted()
        let files = [folder + "/sources.list"] + names.map { parts + "/" + $0 }
        var sources: [AptSource] = []
        for file in files where FileManager.default.fileExists(atPath: file) {
            guard file.hasSuffix(".list") || file.hasSuffix(".sources") else { continue }
            let text: String
            do {
                text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
            } catch {
                throw PackageError(
                    .sourcesInvalid, "\(file): cannot be read; make it readable or use --mirror", cause: error)
            }
            sources += file.hasSuffix(".list") ? oneLine(text) : try deb822(text, file: file)
        }
        return sources
    }

    /// The one-line form of sources.list(5): `deb [option=value …] address suite component…`.
    /// Lines that are something else are passed over: whether the file is sound is between apt and the host.
    static func oneLine(_ text: String) -> [AptSource] {
        lines(of: text).compactMap { line in
            let code = line.prefix { $0 != "#" }
            var words = code.split(whereSeparator: \.isWhitespace).map(String.init)[...]
            guard words.popFirst() == "deb" else { return nil }
            var options: [String] = []
            if words.first?.hasPrefix("[") == true {
                while let word = words.popFirst() {
                    options.append(word.trimmingCharacters(in: CharacterSet(charactersIn: "[]")))
                    if word.hasSuffix("]") { break }
                }
            }
            guard let address = words.popFirst(), let suite = words.popFirst() else { return nil }
            let prefix = "signed-by="
            let signedBy = options.first { $0.lowercased().hasPrefix(prefix) }?.dropFirst(prefix.count)
            return AptSource(address: address, suite: suite, components: Array(words), signedBy: String(signedBy ?? ""))
        }
    }

    /// The deb822 form of sources.list(5).
    static func deb822(_ text: String, file: String) throws(PackageError) -> [AptSource] {
        try ControlParagraph.parse(text, file: file, code: .sourcesInvalid).flatMap { paragraph -> [AptSource] in
            let disabled = ["no", "false", "0", "off", "without", "disable"]
            guard paragraph.words("Types").contains("deb"),
                !disabled.contains((paragraph["Enabled"] ?? "yes").lowercased())
            else { return [] }
            return paragraph.words("URIs").flatMap { address in
                paragraph.words("Suites").map { suite in
                    AptSource(
                        address: address, suite: suite, components: paragraph.words("Components"),
                        signedBy: paragraph["Signed-By"] ?? "")
                }
            }
        }
    }
}
