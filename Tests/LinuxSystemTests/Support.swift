import Diagnostics
import Glibc
import LinuxSystem
import Vocabulary

/// Gives `body` the path, without links, of an empty folder that is gone afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/unloop-linux-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil, let resolved = realpath(template, nil) else { throw TestFailure("mkdtemp") }
    defer { free(resolved) }
    let path = String(cString: resolved)
    defer { _ = try? ChildProcess.run("/bin/rm", ["-rf", path]) }
    try body(path)
}

/// Writes a file, and the folders above it.
func writeFile(_ path: String, _ bytes: [UInt8]) throws {
    if let slash = path.lastIndex(of: "/") { try Mount.makeDirectory(String(path[..<slash])) }
    try OpenFile.open(path, for: .creating).write(bytes, at: 0)
}

func writeFile(_ path: String, _ text: String) throws { try writeFile(path, Array(text.utf8)) }

/// The error that `body` throws; nil when it throws none.
func failure(_ body: () throws -> Void) -> LinuxError? {
    do {
        try body()
        return nil
    } catch {
        return error as? LinuxError
    }
}

/// Runs a foreign tool, which must succeed.
@discardableResult
func runTool(_ path: String, _ arguments: [String]) throws -> ChildProcess.Outcome {
    let outcome = try ChildProcess.run(path, arguments, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
    guard outcome.ending.isSuccess else { throw TestFailure("\(path): \(outcome.text)") }
    return outcome
}

func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

struct TestFailure: Error {
    let what: String

    init(_ what: String) { self.what = what }
}

/// A terminal whose other end is ours.
struct PseudoTerminal {
    let outer: FileDescriptor
    let path: String

    init() throws {
        var (outer, inner): (CInt, CInt) = (-1, -1)
        guard openpty(&outer, &inner, nil, nil, nil) == 0 else { throw TestFailure("openpty") }
        defer { close(inner) }
        self.outer = FileDescriptor(owning: outer)
        for number in [outer, inner] where fcntl(number, F_SETFD, FD_CLOEXEC) != 0 { throw TestFailure("fcntl") }
        guard let name = ttyname(inner) else { throw TestFailure("ttyname") }
        path = String(cString: name)
    }

    func type(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { write(outer.number, $0.baseAddress, $0.count) } }

    func shown() throws -> String {
        guard try outer.waitUntilReadable(milliseconds: 5_000) else { return "" }
        var buffer = [UInt8](repeating: 0, count: 4096)
        return String(decoding: buffer[..<max(read(outer.number, &buffer, buffer.count), 0)], as: UTF8.self)
    }
}
