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
    /// Files on the stick that nobody named.
    let unused: [String]

    /// The folder on a stick.
    private static let folderOnStick = StickName.Folder.remedies.rawValue

    /// - Parameters:
    ///   - image: The folder of the image's own remedies.
    ///   - stick: Where the stick is mounted; nil if there is none.
    init(_ choice: RemedyChoice, image: String, stick: String?) {
        var problems: [String] = []
        let carried: [String]
        do throws(LinuxError) {
            carried = try Self.files(in: image)
        } catch {
            carried = []
            problems.append(error.message)
        }
        // A stick that has no such folder, or cannot list it, has no file in it.
        let brought = stick.flatMap { try? Self.files(in: "\($0)/\(Self.folderOnStick)") } ?? []
        var files: [(path: String, shown: String)] = []
        var named: [String] = []
        switch choice {
        case .builtIn: files = carried.map { ("\(image)/\($0)", $0) }
        case .named(let names):
            for name in names {
                func isNamed(_ file: String) -> Bool { file.lowercased() == name + ImagePath.remedySuffix }
                if let stick, let file = brought.first(where: isNamed) {
                    files.append(("\(stick)/\(Self.folderOnStick)/\(file)", "\(Self.folderOnStick)/\(file)"))
                    named.append(file)
                } else if let file = carried.first(where: isNamed) {
                    files.append(("\(image)/\(file)", file))
                } else {
                    let known = carried.map { String($0.dropLast(ImagePath.remedySuffix.count)) }.joined(
                        separator: ", ")
                    problems.append(
                        "there is no remedy \(name): put \(name).yaml into \(Self.folderOnStick) on the stick; "
                            + "built in are \(known)")
                }
            }
        }
        var remedies: [Remedy] = []
        for (path, shown) in files {
            do {
                remedies.append(try Remedy.parse(try OpenFile.open(path).readAll(limit: Limit.remedy), file: shown))
            } catch {
                problems.append((error as? any DiagnosticError)?.message ?? "\(shown): \(error)")
            }
        }
        self.remedies = problems.isEmpty ? remedies : []
        self.problems = problems
        unused = brought.filter { !named.contains($0) }
    }

    /// The names of the remedies in a folder, sorted. Names that begin with a dot are what macOS leaves on a stick.
    private static func files(in folder: String) throws(LinuxError) -> [String] {
        let names = try Directory.open(folder).entries().map(\.name.text)
        return names.filter { $0.lowercased().hasSuffix(ImagePath.remedySuffix) && !$0.hasPrefix(".") }.sorted()
    }
}
