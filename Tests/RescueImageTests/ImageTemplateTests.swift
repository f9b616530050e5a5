internal import Foundation
internal import Testing
internal import YAMLTree

@testable internal import RescueImage

@Suite("Image templates")
struct ImageTemplateTests {
    static let minimal = """
        schema: unloop-template/1
        architecture: amd64
        suites:
          - name: trixie
        packages: [busybox]
        programs: [usr/bin/busybox]
        modules:
          folders: [fs/fat]
        boot:
          timeout: 3
          command-line: quiet
          entries:
            - title: Repair
              arguments: unloop.mode=repair
          start-from-disk: Start from the disk instead
        log-size: 64

        """

    static let shippedFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("ImageTemplates/rescue").path

    static func shipped() throws -> ImageTemplate {
        let path = shippedFolder + "/template.yaml"
        return try ImageTemplate(parsing: try HostFile.read(path), file: path)
    }

    @Test("Absent keys have their defaults")
    func defaults() throws {
        let template = try ImageTemplate(parsing: Array(Self.minimal.utf8), file: "t.yaml")
        #expect(template.suites == [ImageTemplate.Suite(name: "trixie", isSecurity: false, components: ["main"])])
        #expect(
            template.keyboards.isEmpty && template.pins.isEmpty && template.excludedPackages.isEmpty
                && template.minimumVersions.isEmpty)
        #expect(template.boot.entries.map(\.title) == ["Repair"])
    }

    @Test(
        "Mistakes are told with file, line and key",
        arguments: [
            ("suites:", "siutes:", "t.yaml:3:1: siutes: "),
            ("log-size: 64", "log-size: 20", "t.yaml:16:11: log-size: "),
            ("amd64", "arm64", "t.yaml:2:15: architecture: unknown architecture; use one of: amd64"),
            ("template/1", "template/2", "t.yaml:1:9: schema: this version reads only unloop-template/1"),
            ("[fs/fat]", "[/fs/fat]", "t.yaml:8:13: modules.folders[0]: "),
            ("usr/bin/busybox", "usr/../busybox", "t.yaml:6:12: programs[0]: "),
            ("modules:", "keyboards: {de: ../x}\nmodules:", "t.yaml:7:17: keyboards.de: "),
            ("modules:", "keyboards: {d_e: x}\nmodules:", "t.yaml:7:18: keyboards.d_e: "),
            ("title: Repair", "title: \"It's broken\"", "t.yaml:13:14: boot.entries[0].title: "),
            ("quiet", "quiet; reboot", "t.yaml:11:17: boot.command-line: "),
            ("  - name: trixie", "  - name: trixie\n    archive: old", "t.yaml:5:14: suites[0].archive: "),
        ])
    func mistakes(text: String, replacement: String, beginning: String) {
        let yaml = Self.minimal.replacing(text, with: replacement, maxReplacements: 1)
        let error = #expect(throws: YAMLError.self) { try ImageTemplate(parsing: Array(yaml.utf8), file: "t.yaml") }
        #expect(error?.message.hasPrefix(beginning) == true, "\(error?.message ?? "")")
    }

    @Test("The summary of the shipped template is a template that says the same")
    func summaryRoundTrip() throws {
        let template = try Self.shipped()
        let summary = TemplateSummary.text(of: template)
        #expect(try ImageTemplate(parsing: Array(summary.utf8), file: "summary") == template)
    }

    @Test("The shipped menu has its entries in order, and Repair is the default after three seconds")
    func shippedMenu() throws {
        let boot = try Self.shipped().boot
        #expect(boot.timeout == 3)
        #expect(boot.entries.map(\.title) == ["Repair", "Look only (change nothing)", "Safe graphics", "Rescue shell"])
        #expect(
            boot.entries.map(\.arguments) == [
                "unloop.mode=repair", "unloop.mode=look", "unloop.mode=repair nomodeset", "unloop.mode=shell",
            ])
        #expect(boot.diskTitle == "Start from the disk instead")
    }
}
