internal import Diagnostics

/// The files that packages bring, by the path that they have in a system: what the image is chosen from.
///
/// Paths have no leading slash, and the old folders `bin`, `sbin`, `lib` and `lib64` are spelled `usr/…`, where they
/// point to in every Debian since 12.
struct PackageTree: Sendable {
    /// What is at a path.
    enum Node: Sendable, Equatable {
        case file(PackageFile)
        case symbolicLink(target: String, package: String)
    }

    private var nodes: [String: Node] = [:]

    init() {}

    /// Adds a file or link; an earlier one at the same path is replaced.
    mutating func add(_ node: Node, at path: String) { nodes[Self.normalized(path)] = node }

    /// What is at `path`, without following links.
    subscript(path: String) -> Node? { nodes[Self.normalized(path)] }

    /// All paths, sorted by their bytes.
    var paths: [String] { nodes.keys.sorted(by: Self.bytewise) }

    /// The paths below `folder`, sorted by their bytes.
    func paths(below folder: String) -> [String] {
        let prefix = Self.normalized(folder) + "/"
        return nodes.keys.filter { $0.hasPrefix(prefix) }.sorted(by: Self.bytewise)
    }

    /// A file, and the links that were followed to reach it.
    struct Resolution: Sendable, Equatable {
        /// The path of the file itself.
        let path: String
        let file: PackageFile
        /// The links on the way: path and target, in the order in which they were followed.
        let links: [Link]
    }

    /// A symbolic link on the way to a file.
    struct Link: Sendable, Hashable {
        let path: String
        let target: String
    }

    /// The file at `path`, through links in any of its components as a system would follow them; nil if there is none.
    ///
    /// - Throws: `RescueImageError` `image-link-loop` after 40 links, the limit of Linux (path_resolution(7)).
    func resolve(_ path: String) throws(RescueImageError) -> Resolution? {
        var rest = Self.components(path)
        var done: [String] = []
        var links: [Link] = []
        while !rest.isEmpty {
            let component = rest.removeFirst()
            if component == ".." {
                _ = done.popLast()
                continue
            }
            done.append(component)
            let current = Self.normalized(done.joined(separator: "/"))
            switch nodes[current] {
            case .symbolicLink(let target, _):
                links.append(Link(path: current, target: target))
                guard links.count <= 40 else {
                    throw RescueImageError(
                        .linkLoop, "/\(path): its symbolic links do not end. The package that has it is damaged.")
                }
                done = target.hasPrefix("/") ? [] : Array(Self.components(current).dropLast())
                rest = Self.components(target) + rest
            case .file(let file):
                return rest.isEmpty ? Resolution(path: current, file: file, links: links) : nil
            case nil:
                done = Self.components(current)
            }
        }
        return nil
    }

    static func components(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    /// Without leading slash and `.`, the merged folders spelled in full.
    static func normalized(_ path: String) -> String {
        let components = components(path)
        if let first = components.first, ["bin", "sbin", "lib", "lib64"].contains(first) {
            return "usr/" + components.joined(separator: "/")
        }
        return components.joined(separator: "/")
    }

    /// The order of the bytes, the same under every locale.
    static func bytewise(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
}
