import Glibc
import LinuxMachine
import LinuxSystem
import Testing

@Suite struct DeviceEventTests {
    @Test func readsAKernelMessage() throws {
        let message =
            "add@/devices/pci0000:00/nvme/nvme0/nvme0n1/nvme0n1p3\0ACTION=add\0SUBSYSTEM=block\0DEVNAME=nvme0n1p3\0"
            + "DEVTYPE=partition\0MODALIAS=a=b\0SEQNUM=7\0"
        let event = try #require(DeviceEvent(message: Array(message.utf8)))
        #expect(event.action == "add")
        #expect(event.devicePath == "/devices/pci0000:00/nvme/nvme0/nvme0n1/nvme0n1p3")
        #expect(event.subsystem == "block")
        #expect(event.deviceName == "nvme0n1p3")
        #expect(event.deviceType == "partition")
        #expect(event.modalias == "a=b")
        #expect(event.properties["SEQNUM"] == "7")
    }

    @Test(arguments: [
        "", "\0", "add@/x", "add\0A=b\0", "@/x\0", "libudev\0junk\0", "add@/x\0no equals\0", "add@/x\0=v\0",
    ])
    func refusesOtherMessages(_ text: String) {
        #expect(DeviceEvent(message: Array(text.utf8)) == nil)
    }

    static let trigger = "/sys/class/mem/null/uevent"

    @Test(.enabled(if: access(trigger, W_OK) == 0, "needs to write \(trigger) (root)"))
    func hearsTheKernel() throws {
        let monitor = try DeviceEventMonitor()
        try OpenFile.open(Self.trigger, for: .readingAndWriting).write(Array("change".utf8), at: 0)
        let deadline = MonotonicTime.now().advanced(byMilliseconds: 600_000)
        var heard: DeviceEvent?
        while heard == nil, let report = try monitor.next(timeoutMilliseconds: deadline.millisecondsFromNow) {
            if case .event(let event) = report, event.deviceName == "null" { heard = event }
        }
        #expect(heard?.action == "change")
        #expect(heard?.subsystem == "mem")
    }

    @Test func givesUpWhenNothingHappens() throws {
        let monitor = try DeviceEventMonitor()
        while try monitor.next(timeoutMilliseconds: 20) != nil {}
    }
}
