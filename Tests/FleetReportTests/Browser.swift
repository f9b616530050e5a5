import Foundation
internal import TestSupport

/// Headless Chromium and axe-core, which see a page as people do.
enum Browser {
    static let isThere =
        Shell.has("chromium", "chromedriver")
        && (try? Shell.run("python3", "-c", "import axe_core_python, selenium")) != nil
    static let missing = "needs chromium, chromium-driver, and Python's selenium and axe-core-python"

    /// What `Browser/page.py` finds.
    struct Findings: Decodable {
        let console: [String]
        let violations: [String]
        let overflow: [String]
        let keyboard: Keyboard
        let started: [String]
        let withoutScript: WithoutScript
    }

    struct Keyboard: Decodable {
        let all: String
        let ascending: Sorted
        let descending: Sorted
        let search: Searched
        let filter: Filtered
        let pages: [String]
    }

    struct Sorted: Decodable {
        let direction: String?
        let names: [String]
        let said: String

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            direction = try values.decode(String?.self)
            names = try values.decode([String].self)
            said = try values.decode(String.self)
        }
    }

    struct Searched: Decodable {
        let said: String
        let rows: Int
        let allMatch: Bool

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            said = try values.decode(String.self)
            rows = try values.decode(Int.self)
            allMatch = try values.decode(Bool.self)
        }
    }

    struct Filtered: Decodable {
        let said: String
        let allMatch: Bool

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            said = try values.decode(String.self)
            allMatch = try values.decode(Bool.self)
        }
    }

    struct WithoutScript: Decodable {
        let heading: String
        let rows: Int

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            heading = try values.decode(String.self)
            rows = try values.decode(Int.self)
        }
    }

    /// Where pictures are kept: what UNLOOP_SCREENSHOTS names, or `.build/screenshots`.
    static let screenshots =
        ProcessInfo.processInfo.environment["UNLOOP_SCREENSHOTS"]
        ?? Fixtures.packageRoot.appendingPathComponent(".build/screenshots").path

    /// Looks at a page.
    static func look(at page: [UInt8], name: String) throws -> Findings {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("report.html")
            try Data(page).write(to: file)
            guard let program = Bundle.module.url(forResource: "page", withExtension: "py", subdirectory: "Browser")
            else { throw CocoaError(.fileNoSuchFile) }
            let output = try Shell.run("python3", program.path, file.path, screenshots, name)
            return try JSONDecoder().decode(Findings.self, from: Data((output.split(separator: "\n").last ?? "").utf8))
        }
    }
}
