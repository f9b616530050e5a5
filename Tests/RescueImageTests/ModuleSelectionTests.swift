import Diagnostics
internal import Testing
import Vocabulary

@testable internal import RescueImage

@Suite("The choice of kernel modules")
struct ModuleSelectionTests {
    static func tables() throws -> ModuleTables {
        try ModuleTables(
            dep: """
                kernel/fs/fat/fat.ko.xz:
                kernel/fs/fat/vfat.ko.xz: kernel/fs/fat/fat.ko.xz
                kernel/drivers/md/dm-mod.ko.xz:
                kernel/drivers/md/dm-crypt.ko.xz: kernel/drivers/md/dm-mod.ko.xz
                kernel/drivers/md/bcache/bcache.ko.xz:
                kernel/crypto/xts.ko.xz:
                kernel/crypto/ecb.ko.xz:

                """,
            softdep: """
                # Soft dependencies extracted from modules themselves.
                softdep xts pre: ecb
                softdep dm-crypt post: missing-module pre: platform:idma64

                """)
    }

    @Test("Folders and names come with what they need, softly or not")
    func closure() throws {
        let selection = ModuleSelection(
            folders: ["fs/fat"], names: ["dm_crypt", "xts"], excluded: ["fat"], required: ["vfat", "dm-mod"])
        #expect(
            try selection.closure(in: try Self.tables(), builtIn: []) == [
                "kernel/crypto/ecb.ko.xz", "kernel/crypto/xts.ko.xz", "kernel/drivers/md/dm-crypt.ko.xz",
                "kernel/drivers/md/dm-mod.ko.xz", "kernel/fs/fat/fat.ko.xz", "kernel/fs/fat/vfat.ko.xz",
            ])
    }

    @Test("Folders and names are left out when excluded")
    func exclusion() throws {
        let selection = ModuleSelection(
            folders: ["drivers/md"], names: [], excluded: ["drivers/md/bcache", "dm_crypt"], required: [])
        #expect(try selection.closure(in: try Self.tables(), builtIn: []) == ["kernel/drivers/md/dm-mod.ko.xz"])
    }

    @Test("What is built in counts as there")
    func builtIn() throws {
        let selection = ModuleSelection(folders: [], names: ["fuse"], excluded: [], required: ["fuse"])
        #expect(try selection.closure(in: try Self.tables(), builtIn: ["fuse"]) == [])
    }

    @Test(
        "A folder, a name and a required module that are not there are named",
        arguments: [
            (ModuleSelection(folders: ["fs/zfs"], names: [], excluded: [], required: []), "modules.folders: fs/zfs"),
            (ModuleSelection(folders: [], names: ["zfs"], excluded: [], required: []), "modules.names: zfs"),
            (ModuleSelection(folders: [], names: ["xts"], excluded: [], required: ["nvme"]), "modules.required: nvme"),
        ])
    func missing(selection: ModuleSelection, named: String) throws {
        let tables = try Self.tables()
        let error = #expect(throws: RescueImageError.self) { try selection.closure(in: tables, builtIn: []) }
        #expect(error?.code == .missingModule)
        #expect(error?.message.hasPrefix(named + ": ") == true)
    }

    @Test("A line of modules.dep without a colon is told by its number")
    func malformed() {
        let error = #expect(throws: RescueImageError.self) { try ModuleTables(dep: "a.ko:\nb.ko\n", softdep: "") }
        #expect(error?.message.hasPrefix("modules.dep, line 2:") == true)
    }
}
