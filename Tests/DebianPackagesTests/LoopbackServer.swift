import DebianPackages
import Foundation
import HostPrograms
import TestSupport

/// A web server over a folder, on the loopback interface only.
final class LoopbackServer {
    let address: String
    private let identifier: pid_t

    convenience init(folder: String) throws {
        try self.init("exec python3 -u -m http.server 0 --bind 127.0.0.1 --directory '\(folder)'")
    }

    /// A server that answers every request by these lines of Python, which write to `self.wfile`.
    convenience init(answering lines: String, in folder: ScratchFolder) throws {
        let body = lines.split(separator: "\n").map { "        \($0)\n" }.joined()
        let script = try folder.write(
            "server.py",
            """
            import http.server, time
            class Handler(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def do_GET(self):
            \(body)
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            print("Serving HTTP on 127.0.0.1 port", server.server_address[1], "now")
            server.serve_forever()

            """)
        try self.init("exec python3 -u '\(script)'")
    }

    private init(_ server: String) throws {
        let log = try ScratchFolder()
        let started = try HostProgram.run(["sh", "-c", "(\(server)) > \(log.path)/out 2> /dev/null & echo $!"])
        identifier = pid_t(started.text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        // "Serving HTTP on 127.0.0.1 port 12345 (http://127.0.0.1:12345/) ..."
        for _ in 0..<12_000 {
            let words = String(decoding: (try? log.read("out")) ?? [], as: UTF8.self).split(separator: " ")
            if words.count > 6 {
                address = "http://127.0.0.1:\(words[5])"
                return
            }
            usleep(50_000)
        }
        throw LoopbackServerError()
    }

    deinit { if identifier > 0 { kill(identifier, SIGTERM) } }
}

/// The server did not say where it listens within ten minutes.
struct LoopbackServerError: Error {}
