import Diagnostics
import Testing
import Vocabulary

@testable import DebianPackages

@Suite struct AptStateTests {
    @Test func onlyTheWayToTheMirrorIsTakenOver() {
        let dump = """
            APT::Default-Release "stable";
            APT::Get::AllowUnauthenticated "true";
            APT::Update::Post-Invoke:: "touch /tmp/x";
            Acquire::AllowInsecureRepositories "true";
            Acquire::http "";
            Acquire::http::Proxy "http://proxy.example:3128";
            acquire::HTTPS::Proxy::m.example "DIRECT";
            Acquire::Check-Valid-Until "false";
            Acquire::Retries "5";
            DPkg::Pre-Install-Pkgs:: "evil";

            """
        #expect(
            AptState.connectionSettings(in: dump) == [
                #"Acquire::http::Proxy "http://proxy.example:3128";"#, #"acquire::HTTPS::Proxy::m.example "DIRECT";"#,
                #"Acquire::Check-Valid-Until "false";"#, #"Acquire::Retries "5";"#,
            ])
    }

    @Test(.enabled(if: TestArchive.isPossible, Comment(rawValue: TestArchive.needs)))
    func hooksAndPreferencesOfTheHostStayOutside() throws {
        let folder = try ScratchFolder()
        let dump = try AptState(folder: folder.path + "/a folder", architecture: "arm64").run(["apt-config", "dump"])
            .text
        #expect(dump.contains("APT::Architecture \"arm64\";\n"))
        #expect(dump.contains("Dir::State::status \"\(folder.path)/a folder/status\";\n"))
        #expect(!dump.contains("Post-Invoke"))
        #expect(!dump.contains("/etc/apt/sources.list"))
    }

    @Test func folderThatAptCannotNameIsRefused() throws {
        let folder = try ScratchFolder()
        let error = #expect(throws: PackageError.self) { try AptState(folder: folder.path + "/a\"b") }
        #expect(error?.code == .fileFailed)
    }
}
