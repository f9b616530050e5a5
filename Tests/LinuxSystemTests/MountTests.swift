import Diagnostics
import LinuxSystem
import Testing
import Vocabulary

@Suite struct MountTests {
    @Test func readsEveryFieldOfALine() throws {
        let line = #"36 35 98:0 /mnt1 /mnt\0402 rw,noatime master:1 shared:7 - ext3 /dev/ro\134ot ro,errors=continue"#
        let entry = try #require(MountEntry.parse(Array(line.utf8)).first)
        #expect(entry.device == "98:0")
        #expect(entry.root == "/mnt1")
        #expect(entry.target == "/mnt 2")
        #expect(entry.mountOptions == ["rw", "noatime"])
        #expect(entry.type == "ext3")
        #expect(entry.source == #"/dev/ro\ot"#)
        #expect(entry.fileSystemOptions == ["ro", "errors=continue"])
        #expect(entry.isReadOnly)
    }

    @Test func isWritableOnlyWhenNeitherSideIsReadOnly() {
        func entry(_ mount: String, _ superblock: String) -> MountEntry? {
            MountEntry.parse(Array("1 2 0:3 / /m \(mount) - tmpfs none \(superblock)".utf8)).first
        }
        #expect(entry("rw,relatime", "rw")?.isReadOnly == false)
        #expect(entry("ro", "rw")?.isReadOnly == true)
        #expect(entry("rw", "ro")?.isReadOnly == true)
        #expect(entry("rw,errors=remount-ro", "rw")?.isReadOnly == false)
    }

    @Test(arguments: ["", "\n\n", "1 2 3", "1 2 0:3 / /m rw shared:1 ext4 /dev/a rw", "1 2 0:3 / /m rw - ext4"])
    func leavesOutWhatIsNoLine(_ text: String) {
        #expect(MountEntry.parse(Array(text.utf8)).isEmpty)
    }

    @Test func keepsAnEscapeThatIsCut() {
        #expect(MountEntry.parse(Array(#"1 2 0:3 / /m\04 rw - a b c"#.utf8)).first?.target == #"/m\04"#)
    }

    @Test func findsTheRootOfThisSystem() throws {
        #expect(try Mount.table().contains { $0.target == "/" })
    }

    @Test func makesDirectoriesOnceAndAgain() throws {
        try withTemporaryFolder { folder in
            try Mount.makeDirectory("\(folder)/a/b")
            try Mount.makeDirectory("\(folder)/a/b")
            #expect(try Directory.open("\(folder)/a/b").entries().isEmpty)
        }
    }

    @Test func namesWhatCannotBeMounted() throws {
        let error = try #require(failure { try Mount.unmount("/no/such/place") })
        #expect(error.code == .notFound)
        #expect(error.message.hasPrefix("/no/such/place: umount:"))
    }
}
