internal import Foundation
internal import Fuzzing

#if !FUZZING
    /// `unloop-fuzz targets` lists the targets, each with its longest input; `unloop-fuzz corpus FOLDER [IMAGE …]` writes
    /// what fuzzing begins with; `unloop-fuzz run TARGET FILE …` reads inputs
    /// once, for a debugger.
    @main
    enum UnloopFuzz {
        static func main() throws {
            let words = CommandLine.arguments.dropFirst()
            switch words.first {
            case "corpus" where words.count > 1:
                let folder = URL(fileURLWithPath: words[words.startIndex + 1])
                try FuzzCorpus.write(to: folder, images: Array(words.dropFirst(2)))
            case "targets":
                for target in FuzzTarget.allCases { print(target.rawValue, target.longestInput) }
            case "run" where words.count > 2:
                guard let target = FuzzTarget(rawValue: words[words.startIndex + 1]) else { usage() }
                for path in words.dropFirst(2) { target.run(Array(try Data(contentsOf: URL(fileURLWithPath: path)))) }
            default: usage()
            }
        }

        private static func usage() -> Never {
            let targets = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
            let text = "usage: unloop-fuzz targets | corpus FOLDER [IMAGE …] | run TARGET FILE …\ntargets: \(targets)\n"
            FileHandle.standardError.write(Data(text.utf8))
            exit(64)
        }
    }
#endif
