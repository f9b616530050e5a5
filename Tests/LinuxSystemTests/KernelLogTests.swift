import Glibc
import LinuxMachine
import LinuxSystem
import Testing

@Suite struct KernelLogTests {
    @Test func readsARecord() throws {
        let record =
            "12,345,6789012,-,caller=T1;ntfs3(sda3): volume is dirty; \"force\" is not set!\n SUBSYSTEM=block\n"
        let message = try #require(KernelMessage(record: Array(record.utf8)))
        #expect(message.level == 4)
        #expect(message.sequence == 345)
        #expect(message.microseconds == 6_789_012)
        #expect(message.text == "ntfs3(sda3): volume is dirty; \"force\" is not set!")
    }

    @Test(arguments: ["", "text", "6,1;x", "a,1,2,-;x", "6,,2,-;x", "-6,1,2;x"])
    func refusesWhatIsNoRecord(_ text: String) {
        #expect(KernelMessage(record: Array(text.utf8)) == nil)
    }

    @Test(.enabled(if: access("/dev/kmsg", R_OK | W_OK) == 0, "needs /dev/kmsg (root)"))
    func readsOnlyWhatCameAfterwards() throws {
        let mark = "mark \(MonotonicTime.now().nanoseconds)"
        KernelLog.write("\(mark) before")
        let log = try KernelLog()
        KernelLog.write("\(mark) after,\nin one line")
        #expect(log.messages().filter { $0.text.contains(mark) }.map(\.text) == ["unloop: \(mark) after, in one line"])
        #expect(!log.messages().contains { $0.text.contains(mark) })
    }
}
