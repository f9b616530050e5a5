import Foundation
import StickWriter
import TestSupport
import Testing

/// The built command line tool.
private enum Tool {
    static let path: String? = {
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let places = [folder.path, Fixtures.packageRoot.appendingPathComponent(".build/debug").path]
        return places.map { "\($0)/unloop" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()
}

/// The command as a user runs it, without a terminal, on loop devices.
@Suite(
    "unloop write", .serialized, .enabled(if: LoopDevice.isUsable, "needs root and loop devices"),
    .enabled(if: Tool.path != nil, "needs the built tool beside the tests"),
    .enabled(if: SampleStick.needsTools, "needs dosfstools and mtools"))
struct WriteCommandTests {
    /// What it printed, with its exit code as the last line.
    private func unloop(_ arguments: String...) throws -> String { try unloop(options: arguments) }

    private func unloop(options: [String], user: String? = nil) throws -> String {
        let user = user.map { ["setpriv", "--reuid=\($0)", "--regid=\($0)", "--clear-groups"] } ?? []
        return try Shell.run(
            ["sh", "-c", "\"$@\"; echo \"exit $?\"", "sh"] + user + [Tool.path ?? "unloop", "write"] + options)
    }

    private func withSticks(
        _ names: [String], size: Int64 = 100 << 20, _ body: (_ image: String, [LoopDevice]) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            let image = try SampleStick.image(in: folder)
            func next(_ sticks: [LoopDevice]) throws {
                if sticks.count == names.count { return try body(image, sticks) }
                try LoopDevice.with(folder, size: size, name: names[sticks.count]) { try next(sticks + [$0]) }
            }
            try next([])
        }
    }

    @Test("two sticks side by side, with keys and a label")
    func two() throws {
        try withSticks(["one.img", "two.img"]) { image, sticks in
            let keys = image + ".keys"
            try Data("284867-596541-514998-422114-660297-261613-215424-199408\n".utf8).write(
                to: URL(fileURLWithPath: keys))
            let said = try unloop(
                image, sticks[0].path, sticks[1].path, "--allow-fixed", "--serial", "one.img", "--serial", "two.img",
                "--yes", "--label", "Ward 7", "--keys", keys)
            #expect(said.hasSuffix("exit 0\n"), "\(said)")
            for stick in sticks {
                let row = try #require(said.split(separator: "\n").last { $0.hasPrefix(stick.path) })
                #expect(row.contains("yes") && row.contains("Ward 7") && row.hasSuffix("written"))
                #expect(stick.candidate()?.content == "Unloop stick, build \(SampleStick.build)")
            }
        }
    }

    @Test("JSON, and a user without root who may write the device")
    func unprivileged() throws {
        try withSticks(["one.img"]) { image, sticks in
            let folder = URL(fileURLWithPath: image).deletingLastPathComponent().path
            try Shell.run("chmod", "0755", folder)
            try Shell.run("chmod", "0644", image)
            // Tools that are started read them though they may not look at what /proc tells of the program.
            let keys = image + ".keys"
            try Data("284867-596541-514998-422114-660297-261613-215424-199408\n".utf8).write(
                to: URL(fileURLWithPath: keys))
            let options = [
                image, sticks[0].path, "--allow-fixed", "--serial", "one.img", "--yes", "--quiet", "--format", "json",
                "--keys", keys,
            ]
            let refused = try unloop(options: options, user: "65534")
            #expect(refused.contains("no permission to write; use sudo, join its group"))
            #expect(refused.hasSuffix("exit 3\n"), "\(refused)")
            try Shell.run("chown", "65534", sticks[0].path)
            defer { _ = try? Shell.run("chown", "0", sticks[0].path) }
            let said = try unloop(options: options, user: "65534")
            #expect(said.hasSuffix("exit 0\n"), "\(said)")
            let json = Data((said.firstIndex(of: "[").map { said[$0...] } ?? "").dropLast("exit 0\n".count).utf8)
            let rows = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: Any]])
            #expect(rows.count == 1)
            #expect(rows[0]["outcome"] as? String == "written")
            #expect(rows[0]["isVerified"] as? Bool == true)
            #expect(rows[0]["serial"] as? String == "one.img")
        }
    }

    @Test("refusals write nothing and have an exit code of their own")
    func refused() throws {
        try withSticks(["one.img", "two.img"]) { image, sticks in
            let before = try Shell.run("sha256sum", sticks[0].file)
            let path = sticks[0].path
            let fixed = try unloop(image, path, "--yes")
            #expect(fixed.contains("not removable; to force: --allow-fixed") && fixed.hasSuffix("exit 3\n"), "\(fixed)")
            let serial = try unloop(image, path, "--yes", "--allow-fixed", "--serial", "other")
            #expect(serial.contains("serial number one.img") && serial.hasSuffix("exit 3\n"), "\(serial)")
            let silent = try unloop(image, path, "--allow-fixed", "--serial", "one.img")
            #expect(silent.contains("will be lost") && silent.contains("no terminal to confirm at"), "\(silent)")
            #expect(silent.hasSuffix("exit 3\n"))
            let mixed = try unloop(image, path, sticks[1].path, "--yes", "--allow-fixed", "--serial", "one.img")
            #expect(mixed.hasSuffix("exit 3\n"), "\(mixed)")
            let word = try unloop(image, "/dev/no-such-disk", "--yes")
            #expect(word.hasSuffix("exit 64\n"), "\(word)")
            let noImage = try unloop("/nonexistent.img", path, "--yes")
            #expect(noImage.contains("unloop build") && noImage.hasSuffix("exit 1\n"), "\(noImage)")
            #expect(try Shell.run("sha256sum", sticks[0].file) == before)
        }
    }

    @Test("what a killed run leaves in the folder for temporary files, the next one removes")
    func killed() throws {
        try withSticks(["one.img"]) { image, sticks in
            let folder = URL(fileURLWithPath: image).deletingLastPathComponent()
            let (tools, temporary) = (
                folder.appendingPathComponent("tools"), folder.appendingPathComponent("temporary")
            )
            for folder in [tools, temporary] {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            // The first tool that is started ends the program.
            for tool in ["mkfs.fat", "mcopy", "mmd"] {
                let path = tools.appendingPathComponent(tool)
                try Data("#!/bin/sh\nkill -KILL $PPID\n".utf8).write(to: path)
                try Shell.run("chmod", "0755", path.path)
            }
            let command = """
                TMPDIR=\(temporary.path) PATH=$0:$PATH "$1" write \(image) \(sticks[0].path) --allow-fixed --serial one.img \
                --yes --label x; echo "exit $?"
                """
            func run(_ tools: String) throws -> String { try Shell.run("sh", "-c", command, tools, Tool.path ?? "") }
            #expect(try run(tools.path).hasSuffix("exit 137\n"))
            let left = try FileManager.default.contentsOfDirectory(atPath: temporary.path)
            #expect(left.count == 1 && left.first?.hasPrefix(".unloop-work-") == true, "\(left)")
            #expect(try run("/nonexistent").hasSuffix("exit 0\n"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
        }
    }

    @Test("one stick that fails does not stop the other")
    func oneFails() throws {
        try withSticks(["one.img"]) { image, sticks in
            // The other's file lies where there is too little room: writes fail as on a stick that is worn out.
            let narrow = URL(fileURLWithPath: image).deletingLastPathComponent().appendingPathComponent("narrow")
            try FileManager.default.createDirectory(at: narrow, withIntermediateDirectories: true)
            try Shell.run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", narrow.path)
            defer { _ = try? Shell.run("umount", narrow.path) }
            try LoopDevice.with(narrow, size: 100 << 20, name: "two.img") { worn in
                let said = try unloop(
                    image, worn.path, sticks[0].path, "--allow-fixed", "--serial", "one.img", "--serial", "two.img",
                    "--yes")
                #expect(said.hasSuffix("exit 1\n"), "\(said)")
                #expect(said.contains("[stick-device-failed]"), "\(said)")
                #expect(worn.candidate()?.content == "incomplete Unloop stick")
                #expect(sticks[0].candidate()?.content == "Unloop stick, build \(SampleStick.build)")
            }
        }
    }

    @Test(
        "at a terminal it asks for the serial number and for a yes", .enabled(if: Shell.has("expect"), "needs expect"))
    func terminal() throws {
        try withSticks(["one.img"]) { image, sticks in
            func run(serial: String, answer: String) throws -> String {
                // The answer is typed when the question is there; the exit code comes last.
                let script = """
                    set timeout 600
                    spawn -noecho $env(TOOL) write $env(IMAGE) $env(DEVICE) --allow-fixed
                    expect "Type its serial number (one.img) to write it: " { send "\(serial)\\r" }
                    expect "Type yes to write: " { send "\(answer)\\r"; expect eof } eof {}
                    puts "exit [lindex [wait] 3]"
                    """
                return try Shell.run(
                    ["expect", "-c", script],
                    environment: ["TOOL": Tool.path ?? "", "IMAGE": image, "DEVICE": sticks[0].path])
            }
            let before = try Shell.run("sha256sum", sticks[0].file)
            let wrong = try run(serial: "two.img", answer: "yes")
            #expect(wrong.contains("was not confirmed") && wrong.hasSuffix("exit 3\n"), "\(wrong)")
            let no = try run(serial: "one.img", answer: "y")
            #expect(no.contains("not confirmed; nothing was written") && no.hasSuffix("exit 3\n"), "\(no)")
            #expect(try Shell.run("sha256sum", sticks[0].file) == before)
            let yes = try run(serial: "one.img", answer: "yes")
            #expect(yes.contains("will be lost") && yes.hasSuffix("exit 0\n"), "\(yes)")
            #expect(sticks[0].candidate()?.content == "Unloop stick, build \(SampleStick.build)")
        }
    }

    @Test(
        "a disk that takes the place of the one that was shown, while it asks, is not written",
        .enabled(if: Shell.has("expect"), "needs expect"))
    func exchanged() throws {
        try withSticks(["one.img"]) { image, sticks in
            let other = sticks[0].file + ".other"
            try Shell.run("truncate", "--size", "\(100 << 20)", other)
            let before = try Shell.run("sha256sum", other)
            // Another file behind the device, as another stick would stand behind its name.
            let script = """
                set timeout 600
                spawn -noecho $env(TOOL) write $env(IMAGE) $env(DEVICE) --allow-fixed --serial one.img
                expect "Type yes to write: " {
                    catch { exec losetup --detach $env(DEVICE) }
                    catch { exec losetup $env(DEVICE) $env(OTHER) }
                    send "yes\\r"
                    expect eof
                } eof {}
                puts "exit [lindex [wait] 3]"
                """
            let said = try Shell.run(
                ["expect", "-c", script],
                environment: [
                    "TOOL": Tool.path ?? "", "IMAGE": image, "DEVICE": sticks[0].path, "OTHER": other,
                ])
            defer { _ = try? Shell.run("losetup", "--detach", sticks[0].path) }
            #expect(said.contains("will be lost"), "\(said)")
            #expect(try Shell.run("sha256sum", other) == before, "\(said)")
        }
    }

    @Test(
        "the path leads to another disk when the question is answered: nothing is written",
        .enabled(if: Shell.has("expect"), "needs expect"))
    func turned() throws {
        try withSticks(["one.img", "two.img"]) { image, sticks in
            let before = try sticks.map { try Shell.run("sha256sum", $0.file) }
            let kept = sticks[0].path + ".kept"
            defer { _ = try? Shell.run("sh", "-c", "test ! -e \(kept) || mv -fT \(kept) \(sticks[0].path)") }
            let script = """
                set timeout 600
                spawn -noecho $env(TOOL) write $env(IMAGE) $env(DEVICE) --allow-fixed --serial one.img
                expect "Type yes to write: " {
                    exec mv $env(DEVICE) $env(DEVICE).kept
                    exec ln -s $env(OTHER) $env(DEVICE)
                    send "yes\\r"
                    expect eof
                } eof {}
                puts "exit [lindex [wait] 3]"
                """
            let said = try Shell.run(
                ["expect", "-c", script],
                environment: [
                    "TOOL": Tool.path ?? "", "IMAGE": image, "DEVICE": sticks[0].path, "OTHER": sticks[1].path,
                ])
            #expect(said.contains("[stick-changed]") && said.hasSuffix("exit 3\n"), "\(said)")
            #expect(try sticks.map { try Shell.run("sha256sum", $0.file) } == before)
        }
    }
}
