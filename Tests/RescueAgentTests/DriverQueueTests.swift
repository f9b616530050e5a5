import Testing

@testable import RescueAgent

@Suite struct DriverQueueTests {
    @Test func urgentDevicesComeFirstAndEqualsInTheirOrder() {
        var queue = DriverQueue()
        let screen = "pci:v00001234d00001111sv00001AF4sd00001100bc03sc00i00"
        let disk = "pci:v00001B36d00000010sv00001AF4sd00001100bc01sc08i02"
        let stick = "usb:v46F4p0001d0000dc00dsc00dp00ic08isc06ip50in00"
        for alias in [screen, "platform:b", disk, "platform:a"] { queue.add(alias) }
        queue.add(module: "ntfs3")
        #expect(queue.next() == "ntfs3")
        #expect(queue.next() == disk)
        queue.add(stick)
        #expect(queue.next() == stick)
        #expect([queue.next(), queue.next(), queue.next()] == ["platform:b", "platform:a", screen])
        #expect(queue.next() == nil)
    }
}
