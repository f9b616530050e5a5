/// Options of QEMU's block layer, as `--blockdev` and `--image-opts` take them: `driver=raw,file.driver=file,…`.
struct QEMUOptions: Equatable, CustomStringConvertible {
    private(set) var pairs: [(name: String, value: String)] = []

    init(_ driver: String) { pairs = [("driver", driver)] }

    /// Adds a plain option.
    func with(_ name: String, _ value: String) -> QEMUOptions {
        var options = self
        options.pairs.append((name, value))
        return options
    }

    /// Adds a child node.
    func with(_ name: String, _ child: QEMUOptions) -> QEMUOptions {
        var options = self
        options.pairs += child.pairs.map { ("\(name).\($0.name)", $0.value) }
        return options
    }

    /// QEMU reads two commas as one.
    static func escaped(_ value: String) -> String {
        value.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
    }

    var description: String { pairs.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: ",") }

    static func == (left: QEMUOptions, right: QEMUOptions) -> Bool { left.description == right.description }
}
