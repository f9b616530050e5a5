internal import Diagnostics
internal import LinuxSystem
internal import Remedy

/// The remedies that the image carries, in the order of their names.
enum ImageRemedies {
    /// - Returns: The remedies, and what is wrong with files that are none.
    static func read(folder: String) -> (remedies: [Remedy], problems: [String]) {
        var remedies: [Remedy] = []
        var problems: [String] = []
        do {
            let names = try Directory.open(folder).entries().map(\.name.text).filter { $0.hasSuffix(".yaml") }
            for name in names.sorted() {
                let path = "\(folder)/\(name)"
                do {
                    remedies.append(try Remedy.parse(try OpenFile.open(path).readAll(limit: 1 << 20), file: path))
                } catch {
                    problems.append((error as? any DiagnosticError)?.message ?? "\(path): \(error)")
                }
            }
        } catch {
            problems.append(error.message)
        }
        return (remedies, problems)
    }
}
