internal import Foundation
internal import HostPrograms
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import UnloopCommands

@Suite("unloop keys", .enabled(if: KeysTestTool.path != nil, "needs the built tool beside the tests"))
struct KeysCommandTests {
    private static let keys = [
        "284867-596541-514998-422114-660297-261613-215424-199408",
        "042647-302313-590458-071500-554323-116567-412181-516978",
        "517506-503998-044583-576191-587004-635965-501270-087802",
    ]
    private static let ids = [
        "99b0081a-60b6-47e4-8482-dea46ee1891d", "3fd763f9-74c7-4e90-8fa2-1f6a2e2b4e0c",
        "063ea4e1-220c-4293-ba01-4754620a96e7",
    ]
    private static let passphrase = "a passphrase of the test"

    /// A folder with keys in three forms, one of them in an archive, and a passphrase.
    private func withKeys(_ body: (URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            func write(_ text: String, _ name: String) throws {
                let file = folder.appendingPathComponent(name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            let graph = "{\"id\":\"\(Self.ids[0])\",\"createdDateTime\":\"2024\",\"key\":\"\(Self.keys[0])\"}"
            try write("{\"value\":[\(graph)]}", "keys/graph.json")
            try write("Hostname;KeyID;RecoveryKey\r\nPC02;{\(Self.ids[1])};\(Self.keys[1])\r\n", "keys/sub/ad.csv")
            try write("Nothing here.", "keys/readme.txt")
            try write("ID: {\(Self.ids[2])}\n\(Self.keys[2])\n", "manage.txt")
            try Shell.run("python3", "-m", "zipfile", "-c", "keys/manage.zip", "manage.txt", directory: folder)
            try write("Name;KeyID;RecoveryKey\nPC09;\(Self.ids[2]);\(Self.keys[2].dropLast())9\n", "bad.csv")
            try write(Self.passphrase + "\n", "secret")
            try body(folder)
        }
    }

    /// No six digits of any key, nor the passphrase.
    private func expectNoSecret(_ text: String) {
        for key in Self.keys { for group in key.split(separator: "-") { #expect(!text.contains(group)) } }
        #expect(!text.contains(Self.passphrase))
    }

    @Test("check: folders and archives; the table has everything but keys")
    func check() throws {
        try withKeys { folder in
            let result = try KeysTestTool.run("keys", "check", "keys", in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.isEmpty)
            expectNoSecret(result.text)
            #expect(
                result.output == """
                    FILE                        FORM   KEYS  NEW  WITH ID  CANDIDATES  WITHOUT  PROBLEMS
                    keys/graph.json             json   1     1    1        0           0        0
                    keys/manage.zip/manage.txt  text   1     1    1        0           0        0
                    keys/readme.txt             text   0     0    0        0           0        0
                    keys/sub/ad.csv             table  1     1    1        0           0        0
                    total                              3     3    3        0           0        0

                    keys/manage.zip/manage.txt: text: 1 block with keys; in each, the key ID that stands beside the key
                    keys/sub/ad.csv: rows 1 to 2: key in column 3 (RecoveryKey); key ID in column 2 (KeyID); computer in column 1 (Hostname)

                    KEY ID    PROTECTOR                             COMPUTER  KIND               SOURCE
                    99B0081A  99b0081a-60b6-47e4-8482-dea46ee1891d  -         recovery-password  keys/graph.json: line 1
                    063EA4E1  063ea4e1-220c-4293-ba01-4754620a96e7  -         recovery-password  keys/manage.zip/manage.txt: line 2
                    3FD763F9  3fd763f9-74c7-4e90-8fa2-1f6a2e2b4e0c  PC02      recovery-password  keys/sub/ad.csv: row 2

                    """)
        }
    }

    @Test("check: a bad row is told on standard error, and the exit code is 2; without any key it is 1")
    func checkBadRow() throws {
        try withKeys { folder in
            let some = try KeysTestTool.run("keys", "check", "bad.csv", "keys", "--format", "json", in: folder)
            #expect(some.status == 2)
            #expect(some.errors.hasPrefix("unloop: bad.csv: row 2: group 8 of the key does not divide by 11"))
            expectNoSecret(some.text)
            let report = try JSONSerialization.jsonObject(with: Data(some.output.utf8)) as? [String: [[String: Any]]]
            #expect(report?["keys"]?.map { $0["protectorID"] as? String } == [Self.ids[0], Self.ids[2], Self.ids[1]])
            #expect(report?["problems"]?.first?["group"] as? Int == 8)
            #expect(report?["problems"]?.first?["row"] as? Int == 2)
            #expect(report?["keys"]?.first?["key"] == nil)

            #expect(try KeysTestTool.run("keys", "check", "bad.csv", in: folder).status == 1)
            #expect(try KeysTestTool.run("keys", "check", "missing.csv", "keys", in: folder).status == 1)
            #expect(try KeysTestTool.run("keys", "check", "--columns", "id", "bad.csv", in: folder).status == 64)
            let named = try KeysTestTool.run(
                "keys", "check", "-", "--columns", "key=2", input: "x,\(Self.keys[0])", in: folder)
            #expect(named.status == 0)
        }
    }

    @Test("check --reveal prints the keys")
    func reveal() throws {
        try withKeys { folder in
            for format in ["table", "json"] {
                let result = try KeysTestTool.run("keys", "check", "keys", "--reveal", "--format", format, in: folder)
                for key in Self.keys { #expect(result.output.contains(key)) }
            }
        }
    }

    @Test("seal, list, add and check: one file, of which nothing can be read without the passphrase")
    func sealed() throws {
        try withKeys { folder in
            let sealed = try KeysTestTool.run(
                "keys", "seal", "keys/graph.json", "keys/sub", "--passphrase-file", "secret", in: folder)
            #expect(sealed.status == 0, "\(sealed.errors)")
            #expect(sealed.output == "unloop.keys\n")
            let file = folder.appendingPathComponent("unloop.keys")
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let content = try Data(contentsOf: file)
            for secret in Self.keys + Self.ids { #expect(content.range(of: Data(secret.utf8)) == nil) }

            let again = try KeysTestTool.run("keys", "seal", "keys", "--passphrase-file", "secret", in: folder)
            #expect(again.status == 1)
            #expect(again.errors.contains("sealed-file-exists"))

            let added = try KeysTestTool.run(
                "keys", "add", "unloop.keys", "manage.txt", "keys", "--passphrase-file", "-", input: Self.passphrase,
                in: folder)
            #expect(added.status == 0, "\(added.errors)")
            #expect(added.errors.contains("Sealed 3 keys."))

            let listed = try KeysTestTool.run("keys", "list", "unloop.keys", "--passphrase-file", "secret", in: folder)
            #expect(listed.status == 0)
            for id in Self.ids { #expect(listed.output.contains(id)) }
            #expect(listed.output.contains("PC02"))
            let revealed = try KeysTestTool.run(
                "keys", "check", "unloop.keys", "--passphrase-file", "secret", "--reveal", in: folder)
            for key in Self.keys { #expect(revealed.output.contains(key)) }

            let wrong = try KeysTestTool.run(
                "keys", "list", "unloop.keys", "--passphrase-file", "-", input: "wrong\n", in: folder)
            #expect(wrong.status == 1)
            #expect(wrong.errors.contains("sealed-file-passphrase"))
            for result in [sealed, again, added, listed, wrong] { expectNoSecret(result.text) }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(left == ["bad.csv", "keys", "manage.txt", "secret", "unloop.keys"])
        }
    }

    /// Runs commands at the same time, each in a folder of its own beneath the keys.
    private func atOnce(_ commands: [[String]], in folder: URL) throws -> [KeysTestTool.Result] {
        let folders = try commands.indices.map { number in
            let own = folder.appendingPathComponent("run\(number)")
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            return own
        }
        let results = Mutex<[KeysTestTool.Result]>([])
        DispatchQueue.concurrentPerform(iterations: commands.count) { number in
            guard let result = try? KeysTestTool.run(commands[number], in: folders[number]) else { return }
            results.withLock { $0.append(result) }
        }
        return results.withLock { $0 }
    }

    @Test("add at the same time loses no key, and seal at the same time overwrites none")
    func atTheSameTime() throws {
        try withKeys { folder in
            let secret = ["--passphrase-file", "../secret"]
            let seals = ["graph.json", "sub/ad.csv", "manage.zip"].map {
                ["keys", "seal", "../keys/\($0)", "--output", "../unloop.keys"] + secret
            }
            let sealed = try atOnce(seals, in: folder)
            #expect(sealed.map(\.status).sorted() == [0, 1, 1])
            for result in sealed where result.status != 0 { #expect(result.errors.contains("sealed-file-exists")) }

            // By another name as well: a link stays a link.
            let link = folder.appendingPathComponent("link.keys")
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "unloop.keys")
            let adds = [("graph.json", "unloop"), ("sub/ad.csv", "link"), ("manage.zip", "unloop")].map {
                ["keys", "add", "../\($1).keys", "../keys/\($0)"] + secret
            }
            let added = try atOnce(adds, in: folder)
            #expect(added.map(\.status) == [0, 0, 0], "\(added.map(\.errors))")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "unloop.keys")
            let listed = try KeysTestTool.run("keys", "list", "unloop.keys", "--passphrase-file", "secret", in: folder)
            for id in Self.ids { #expect(listed.output.contains(id)) }
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("unloop.keys.new").path))
        }
    }

    @Test("What a killed command left is taken over; what is not its own is left alone")
    func leftOver() throws {
        try withKeys { folder in
            let draft = folder.appendingPathComponent("unloop.keys.new")
            try Data("half".utf8).write(to: draft)
            let seal = ["keys", "seal", "keys/graph.json", "--passphrase-file", "secret"]
            #expect(try KeysTestTool.run(seal, in: folder).status == 0)
            #expect(!FileManager.default.fileExists(atPath: draft.path))

            try FileManager.default.createSymbolicLink(atPath: draft.path, withDestinationPath: "manage.txt")
            let add = ["keys", "add", "unloop.keys", "keys/sub", "--passphrase-file", "secret"]
            let result = try KeysTestTool.run(add, in: folder)
            #expect(result.status == 1 && result.errors.contains("sealed-file-unwritable"))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: draft.path) == "manage.txt")
        }
    }

    @Test("seal --only: the keys of listed machines, and the machines that have none")
    func only() throws {
        try withKeys { folder in
            try Data("Computer,Room\npc02.corp.local,1\nPC77,2\n".utf8).write(
                to: folder.appendingPathComponent("list.csv"))
            let result = try KeysTestTool.run(
                "keys", "seal", "keys", "--only", "list.csv", "--passphrase-file", "secret", in: folder)
            #expect(result.status == 2)
            #expect(result.errors.contains("unloop: PC77: no key found for this machine\n"))
            #expect(result.errors.contains("Sealed 1 keys."))
        }
    }

    @Test("The terminal asks twice, without echo", .enabled(if: Shell.has("expect"), "needs expect"))
    func terminal() throws {
        try withKeys { folder in
            func ask(_ second: String) throws -> String {
                let script = """
                    set timeout 600
                    spawn \(KeysTestTool.path ?? "") keys seal manage.txt
                    expect "for unloop.keys: " { send "x\\177\(Self.passphrase)\\r" }
                    expect "Repeat it: " { send "\(second)\\r" }
                    expect eof {} timeout { exec kill -KILL [exp_pid] }
                    exit [lindex [wait] 3]
                    """
                return try Shell.run("expect", "-c", script, directory: folder)
            }
            #expect(throws: Shell.Failure.self) { try ask("another") }
            expectNoSecret(try ask(Self.passphrase))
            let listed = try KeysTestTool.run("keys", "list", "unloop.keys", "--passphrase-file", "secret", in: folder)
            #expect(listed.output.contains(Self.ids[2]))
        }
    }

    @Test(
        "Nobody but root looks into the memory of a program that holds a passphrase, and a crash leaves none of it",
        .enabled(if: Shell.has("expect", "setpriv") && getuid() == 0, "needs expect, util-linux and root"))
    func memoryIsPrivate() throws {
        try withKeys { folder in
            try Shell.run("chmod", "0777", folder.path)
            try Shell.run("chmod", "0644", folder.appendingPathComponent("manage.txt").path)
            // An ordinary user, to whom his processes belong unless they are private.
            let script = """
                set timeout 600
                spawn setpriv --reuid=65534 --regid=65534 --clear-groups sh -c {ulimit -c unlimited; exec "$0" keys seal                 manage.txt} \(KeysTestTool.path ?? "")
                expect "for unloop.keys: " { send "correct horse battery\r" }
                expect "Repeat it: " {
                    puts "limits: [exec grep core /proc/[exp_pid]/limits]"
                    puts "owner: [exec stat -c %u /proc/[exp_pid]/maps]"
                    exec kill -SEGV [exp_pid]
                }
                expect eof
                puts "end: [wait]"
                """
            let text = try HostProgram.run(["expect", "-c", script], in: folder.path).text
            #expect(text.contains(#/limits: Max core file size +0 +0/#), "\(text)")
            #expect(text.contains("owner: 0"), "\(text)")
            #expect(text.contains("SIGSEGV") && !text.contains("core dumped"), "\(text)")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("core") }
            #expect(left == [])
        }
    }

    @Test(
        "A signal at the prompt leaves a terminal with echo", .enabled(if: Shell.has("expect"), "needs expect"),
        arguments: ["HUP", "INT", "QUIT", "TERM"])
    func signalAtThePrompt(_ signal: String) throws {
        try withKeys { folder in
            let command = "\(KeysTestTool.path ?? "") keys seal manage.txt"
            let script = """
                set timeout 600
                spawn sh -c {trap : HUP INT QUIT TERM; \(command); echo "status $?"; stty -a; echo "the end"}
                expect "for unloop.keys: " {}
                set shell [exp_pid]
                exec kill -\(signal) {*}[exec cat /proc/$shell/task/$shell/children]
                expect "the end" {} timeout { exec kill -KILL $shell }
                """
            // Its children may not inherit the signals that threads of tests do not take.
            let text = try HostProgram.run(["expect", "-c", script], in: folder.path).text
            let numbers = ["HUP": 1, "INT": 2, "QUIT": 3, "TERM": 15]
            #expect(text.contains("status \(128 + (numbers[signal] ?? 0))"), "\(text)")
            #expect(text.components(separatedBy: "status").last?.contains(" echo ") == true, "\(text)")
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("unloop.keys").path))
        }
    }

    @Test("Archives that cannot be read say what to do")
    func archives() throws {
        try withKeys { folder in
            let whole = try Data(contentsOf: folder.appendingPathComponent("keys/manage.zip"))
            try whole.prefix(60).write(to: folder.appendingPathComponent("cut.zip"))
            let cut = try KeysTestTool.run("keys", "check", "cut.zip", in: folder)
            #expect(cut.status == 1)
            #expect(cut.errors.contains("cannot be unpacked: damaged; copy it again"))
        }
    }
}
