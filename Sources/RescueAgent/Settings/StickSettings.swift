internal import LinuxSystem
internal import YAMLTree

/// What `unloop.yaml` on the log partition says. What is wrong in it is told and changes nothing.
struct StickSettings: Equatable {
    /// `ask`: whether a person may be asked for keys; nil where the file does not say.
    var ask: AgentSettings.Ask?
    /// What is not understood, in words for a person.
    var problems: [String] = []

    /// Nothing is set.
    init() {}

    /// Reads the file in the root of a mounted stick; none is no problem.
    init(stick root: String) {
        do throws(LinuxError) {
            self.init(try OpenFile.open("\(root)/unloop.yaml").readAll(limit: 64 << 10))
        } catch {
            self.init()
            if error.code != .notFound { problems.append(error.message) }
        }
    }

    init(_ bytes: [UInt8]) {
        do throws(YAMLError) {
            let reader = try YAMLReader(parsing: bytes, file: "unloop.yaml")
            for (key, value) in try reader.entries() {
                guard key == "ask" else {
                    problems.append("unloop.yaml: \(key) is not a setting of this image; it was ignored")
                    continue
                }
                let text = try value.string()
                ask = AgentSettings.Ask(rawValue: text)
                if ask == nil {
                    problems.append(value.error("\(text) is not understood; it can be always or never").message)
                }
            }
        } catch {
            problems.append(error.message)
        }
    }
}
