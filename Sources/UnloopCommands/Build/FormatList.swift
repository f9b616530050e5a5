internal import ArgumentParser
internal import RescueImage

/// The value of `--format`: names of formats with commas between.
struct FormatList: ExpressibleByArgument {
    let formats: Set<BuildOptions.Format>

    static var allValueStrings: [String] { BuildOptions.Format.allCases.map(\.rawValue) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

    init(formats: Set<BuildOptions.Format>) { self.formats = formats }

    init?(argument: String) {
        var formats: Set<BuildOptions.Format> = []
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let format = BuildOptions.Format(rawValue: String(name)) else { return nil }
            formats.insert(format)
        }
        self.formats = formats
    }

    var defaultValueDescription: String {
        BuildOptions.Format.allCases.filter(formats.contains).map(\.rawValue).joined(separator: ",")
    }
}
