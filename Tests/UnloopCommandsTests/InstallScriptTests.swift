internal import Foundation
internal import TestSupport
internal import Testing

/// `scripts/install` on a checkout in which something was built, as far as the script looks at it.
@Suite("scripts/install")
struct InstallScriptTests {
    private let checkout: ScratchFolder
    private let prefix: ScratchFolder

    init() throws {
        (checkout, prefix) = (try ScratchFolder(), try ScratchFolder())
        for name in ["install", "common.sh"] {
            let script = Fixtures.packageRoot.appending(path: "scripts/\(name)")
            try checkout.write("scripts/\(name)", [UInt8](try Data(contentsOf: script)))
        }
        for name in ["unloop", "unloop-agent", "unloop-agent.toolchain"] {
            try checkout.write(".build/release/\(name)", "#!/bin/sh\necho \(name)\n")
        }
        try Shell.run("chmod", "755", checkout(".build/release/unloop"), checkout(".build/release/unloop-agent"))
        for name in ["man/man1/unloop.1", "bash-completion/completions/unloop", "zsh/site-functions/_unloop"] {
            try checkout.write("build/share/\(name)", name)
        }
    }

    private func install(_ arguments: String...) throws -> (status: Int32, output: String) {
        try Shell.result(["bash", checkout("scripts/install")] + arguments, directory: prefix.url)
    }

    private func files() throws -> [String] {
        try Shell.run("find", ".", "-not", "-type", "d", directory: prefix.url).split(separator: "\n").map(String.init)
            .sorted()
    }

    @Test("what is installed works, twice too, and is removed without what others put there")
    func installsAndRemoves() throws {
        try prefix.write("share/man/man1/other.1", "other")
        for _ in 0..<2 {
            #expect(try install(".").status == 0)
            #expect(try Shell.run(prefix("bin/unloop")) == "unloop\n")
            #expect(
                try files() == [
                    "./bin/unloop", "./lib/unloop/unloop", "./lib/unloop/unloop-agent",
                    "./lib/unloop/unloop-agent.toolchain", "./share/bash-completion/completions/unloop",
                    "./share/man/man1/other.1", "./share/man/man1/unloop.1", "./share/unloop/installed",
                    "./share/zsh/site-functions/_unloop",
                ])
        }
        #expect(try install("--uninstall", ".").status == 0)
        #expect(try files() == ["./share/man/man1/other.1"])
        #expect(try prefix.names() == ["share"])
        #expect(try install("--uninstall", ".").output.contains("nothing was installed"))
    }

    @Test(
        "a list that names what lies elsewhere removes nothing there", arguments: ["../victim", "/victim", "a/../../b"])
    func hostileList(_ path: String) throws {
        let inside = try ScratchFolder()
        try prefix.write("victim", "here to stay")
        try inside.write("share/unloop/installed", path + "\n")
        let result = try install("--uninstall", inside.path)
        #expect(result.status == 1 && result.output.contains("was not installed"))
        #expect(try inside.names(in: "share/unloop") == ["installed"])
    }

    @Test("without a folder, or before anything was built, it says what to do")
    func refuses() throws {
        #expect(try install().output.contains("name one folder"))
        try FileManager.default.removeItem(atPath: checkout("build/share"))
        let result = try install(".")
        #expect(result.status == 1 && result.output.contains("run scripts/build first"))
        #expect(try prefix.names().isEmpty)
    }
}
