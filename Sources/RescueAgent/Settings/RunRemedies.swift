internal import Diagnostics
internal import LinuxSystem
internal import Remedy
internal import RunSettings
internal import Vocabulary

/// The remedies of a run: those that the image carries, or those that the settings name.
struct RunRemedies: Equatable {
    /// What is looked for. None where one of them cannot be used: "nothing to do" would else be said of what only that one
    /// knows.
    let remedies: [Remedy]
    /// What is wrong, in words for a person.
    let problems: [String]
    /// Remedy files of the source that no setting names.
    let unused: [String]

    /// Loads the remedies.
    ///
    /// - Parameters:
    ///   - image: The folder of the image's own remedies.
    ///   - source: What brings remedies beyond those; nil if there is nothing.
    static func load(_ choice: RemedyChoice, image: String, source: (any SettingsSource)?) -> RunRemedies {
        var problems: [String] = []
        let carried: [String]
        do throws(LinuxError) {
            carried = try files(in: image)
        } catch {
            carried = []
            problems.append(error.message)
        }
        let brought = source?.remedyNames() ?? []
        var remedies: [Remedy] = []
        func add(_ shown: String, _ content: () throws -> [UInt8]) {
            do {
                remedies.append(try Remedy.parse(try content(), file: shown))
            } catch {
                problems.append((error as? any DiagnosticError)?.message ?? "\(shown): \(error)")
            }
        }
        func addBuiltIn(_ file: String) {
            add(file) { try OpenFile.open("\(image)/\(file)").readAll(limit: Limit.remedy) }
        }
        var named: [String] = []
        switch choice {
        case .builtIn: carried.forEach(addBuiltIn)
        case .named(let names):
            for name in names {
                func isNamed(_ file: String) -> Bool { file.lowercased() == name + ImagePath.remedySuffix }
                if let source, let file = brought.first(where: isNamed) {
                    add("\(folder)/\(file)") { try source.remedy(file) }
                    named.append(file)
                } else if let file = carried.first(where: isNamed) {
                    addBuiltIn(file)
                } else {
                    let known = carried.map { String($0.dropLast(ImagePath.remedySuffix.count)) }.joined(
                        separator: ", ")
                    problems.append(
                        "remedy \(name) not found; put \(name).yaml into \(folder)/ on the stick. Built in: \(known)")
                }
            }
        }
        return RunRemedies(
            remedies: problems.isEmpty ? remedies : [], problems: problems,
            unused: brought.filter { !named.contains($0) })
    }

    /// The folder on a stick, as messages name it.
    private static let folder = StickName.Folder.remedies.rawValue

    /// The names of the remedies in a folder of the image, sorted.
    private static func files(in folder: String) throws(LinuxError) -> [String] {
        let names = try Directory.open(folder).entries().map(\.name.text)
        return names.filter { $0.hasSuffix(ImagePath.remedySuffix) }.sorted()
    }
}
