import Foundation
import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// What `unloop.yaml` on a stick makes of a run.
@Suite("Settings on the stick", .needsImage, .needs(.bios), .needsDiskTools)
struct StickSettingsTests {
    private static let sensor = "Windows/System32/drivers/CrowdStrike"
    private static let bad = "\(sensor)/C-00000291-00000000-00000032.sys"

    @Test("a hibernated session is given up where the settings say so, and the bad file goes")
    func discard() async throws {
        try await Bench.with { bench in
            let (images, _) = try BrokenDisk.own("hibernated").make(in: bench.folder)
            let disk = try MachineDisk(try #require(images.first), delete: [Self.bad])
            let stick = try bench.stick(settings: "hibernated: discard\r\nlabel: Ward 7\r\n".utf8)
            let page = try await bench.boot(bench.direct([.usbStick(stick), .nvme(disk.path)], "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            let wanted = try DiskState(of: disk.original).removing([Self.bad, "hiberfil.sys"])
            #expect(wanted.missing == [])
            #expect(try DiskState(of: disk.path).differences(from: wanted.state) == [])
            let log = try bench.content(of: stick).expectLog(.repaired, of: [disk])
            #expect(log.start?.label == "Ward 7")
            #expect(log.volumeStates.map(\.hibernation).contains(.hibernated))
            #expect(log.notes("hibernation-discarded").count == 1)
            #expect(log.notes("settings").first?.message.contains("hibernated: discard (unloop.yaml line 1)") == true)
        }
    }

    /// As Notepad saves it; one line is wrong, and costs itself.
    @Test("a mistake is on the screen and in the log, does less, and takes nothing from the other settings")
    func mistake() async throws {
        let text =
            "# Ward 7\r\nlook-only: maybe\r\nthen:\r\n\trepaired: reboot\r\n\trefused: poweroff\r\nlabel: Zürich\r\n"
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick(
                settings: [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)]))
            #expect(page.outcome == "refused")
            let message =
                "unloop.yaml line 2, look-only: \"maybe\" is not understood; write true or false. Until then: true"
            #expect(page.text.contains("Settings: \(message)"))
            #expect(page.text.contains("The machine switches off now."))
            try disk.expectUntouched()
            let log = try bench.content(of: stick).expectLog(.refused, of: [disk])
            #expect(log.notes("bad-setting").map(\.message) == [message])
            #expect(log.start?.label == "Zürich" && log.start?.mode == .look)
            let summary = try #require(log.notes("settings").first).message
            #expect(summary.contains("look-only: true (in place of unloop.yaml line 2)"))
            #expect(
                summary.contains("then: {repaired: reboot, refused: poweroff, otherwise: wait} (unloop.yaml line 3)"))
            #expect(log.end?.code == "look-only")
        }
    }

    @Test("a remedy from the stick removes what it names and nothing else, without a copy")
    func remedyFromStick() async throws {
        let file = "\(Self.sensor)/C-00000285-00000000-00000001.sys"
        let remedy = """
            schema: unloop-remedy/1
            id: next-incident
            title: The next one
            rules: [{folder: System32/drivers/CrowdStrike, name: C-00000285*.sys, action: remove}]
            """
        try await Bench.with { bench in
            let (images, _) = try BrokenDisk.own("base-gpt").make(in: bench.folder)
            let disk = try MachineDisk(try #require(images.first), delete: [file])
            let settings = "remedies: [next]\nkeep-copies: false\nthen: {repaired: reboot}\nbeep: off\n"
            let stick = try bench.stick(settings: settings.utf8)
            try bench.write(remedy.utf8, to: "remedies/next.yaml", on: stick)
            let page = try await bench.boot(bench.direct([.usbStick(stick), .nvme(disk.path)]))
            #expect(page.outcome == "repaired")
            #expect(page.text.contains("The machine restarts now."))
            try disk.expectRepaired()
            let content = try bench.content(of: stick)
            let log = try #require(content.logs.first)
            #expect(log.end?.outcome == .repaired && log.removedPaths == [file] && log.problems == [])
            #expect(log.matches.map(\.remedy) == ["next-incident"] && log.matches.first?.sha256 != nil)
            #expect(log.notes("no-copy").count == 1)
            let copies = try FileManager.default.contentsOfDirectory(
                atPath: content.folder.appendingPathComponent("quarantine").path)
            #expect(copies == [])
        }
    }

    @Test("the kernel command line overrides the stick; after a crash the settings hold, too")
    func overrideAndCrash() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick(settings: "look-only: true\nthen: {failed: poweroff}\n".utf8)
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(disk.path)], "unloop.look-only=false", "unloop.drill=removed"))
            #expect(page.outcome == "failed")
            #expect(page.text.contains("The machine switches off now."))
            let log = try bench.content(of: stick).expectLog(.failed, of: [disk])
            #expect(log.removedPaths == [Self.bad] && log.start?.mode == .repair)
            #expect(
                log.notes("settings").first?.message.contains("look-only: false (kernel command line)") == true)
        }
    }

    @Test("tones tell the outcome, unless they are off", arguments: ["on", "off"])
    func beep(_ word: String) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("no-crowdstrike"))
            let stick = try bench.stick(settings: "beep: \(word)\nthen: poweroff\n".utf8)
            let sound = bench.folder.appendingPathComponent("sound.wav")
            var configuration = try bench.direct([.usbStick(stick), .nvme(disk.path)])
            configuration.extraArguments = [
                "-audiodev", "wav,id=speaker,path=\(sound.path)", "-machine", "pcspk-audiodev=speaker",
            ]
            let page = try await bench.boot(configuration)
            #expect(page.outcome == "nothing-to-do")
            // A header of 44 bytes, then samples; silence is one value over and over.
            let samples = try Data(contentsOf: sound).dropFirst(44)
            #expect((Set(samples).count > 1) == (word == "on"))
        }
    }

    /// Keys are pressed where they are on a German keyboard: their names in QEMU are those of an American one.
    @Test(
        "a passphrase is typed on a keyboard with another layout", .needsFixtures, .needsBitLockerTools,
        .needsUnloopCommand)
    func keyboard() async throws {
        let passphrase = "zyß-Ü#"
        let keys = ["y", "z", "minus", "slash", "shift-bracket_left", "backslash", "ret"]
        try await Bench.with { bench in
            let system = try bench.locked(.fixture("base-gpt"))
            let run = try LockedRun(on: bench, secrets: system.secrets + [.passphrase(passphrase)])
            let export = try KeyExport.graph([system.systemKeys])
            try bench.put(try UnloopCommand.seal(export, passphrase: passphrase, in: bench.folder), inKeysOf: run.stick)
            try bench.write("keyboard: de\r\n".utf8, to: "unloop.yaml", on: run.stick)
            let page = try await run.boot([.nvme(system.disk.path)]) { machine in
                try await machine.wait(for: "Type its passphrase", timeout: Bench.patience)
                for key in keys {
                    try await Task.sleep(for: .milliseconds(300))
                    try machine.sendKeys(key)
                }
            }
            #expect(page.outcome == "repaired")
            try system.expectRepaired()
            try run.expectNoSecrets(in: page)
        }
    }

    /// Of two screens: one on which letters are large by themselves, and one on which they have to be asked for.
    @Test(
        "letters have the size that is asked for", .needs(.uefi(secureBoot: false)),
        arguments: [("normal", 1280, 800, "50 160"), ("large", 1024, 768, "24 64")])
    func textSize(_ word: String, width: Int, height: Int, size: String) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("no-crowdstrike"))
            let stick = try bench.stick(settings: "text-size: \(word)\n".utf8)
            var configuration = VirtualMachine.Configuration(
                firmware: .uefi(secureBoot: false), devices: [.usbStick(stick), .nvme(disk.path)])
            configuration.extraArguments = ["-global", "VGA.xres=\(width)", "-global", "VGA.yres=\(height)"]
            let page = try await bench.boot(configuration, picture: "text-\(word)") { machine in
                try await Task.sleep(for: .seconds(3))
                try await machine.typeFirstOnSerialLine("s")
                try await machine.waitForPrompt("unloop# ", timeout: Bench.patience)
                try machine.sendSerial("echo rows-and-columns $(stty -F /dev/tty1 size)\n")
                try await machine.wait(for: "rows-and-columns \(size)", timeout: .seconds(600))
                try machine.sendSerial("exit\n")
            }
            #expect(page.outcome == "nothing-to-do")
        }
    }
}
