import LinuxMachine
import LinuxSystem
import Testing

@Suite struct DriverUrgencyTests {
    @Test(arguments: [
        // QEMU's xHCI, a USB stick's storage interface, NVMe, AHCI, VMD, an I2C controller, a network card, a screen.
        ("pci:v00001B36d0000000Dsv00001AF4sd00001100bc0Csc03i30", DriverUrgency.usbController),
        ("usb:v46F4p0001d0000dc00dsc00dp00ic08isc06ip50in00", .usbStorage),
        ("pci:v00001B36d00000010sv00001AF4sd00001100bc01sc08i02", .storageController),
        ("pci:v00008086d00002922sv00001AF4sd00001100bc01sc06i01", .storageController),
        ("pci:v00008086d00009A0Bsv00008086sd00000000bc01sc04i00", .storageController),
        ("pci:v00008086d0000A0E8sv00008086sd00007270bc0Csc80i00", .ordinary),
        ("pci:v00001AF4d00001000sv00001AF4sd00000001bc02sc00i00", .deferrable),
        ("pci:v00001234d00001111sv00001AF4sd00001100bc03sc00i00", .deferrable),
        // A keyboard; a vendor whose number looks like a field; what is cut off; nothing.
        ("usb:v0627p0001d0000dc00dsc00dp00ic03isc01ip01in00", .ordinary),
        ("usb:v0DCDp0108d0000dc00dsc00dp00ic0", .ordinary),
        ("pci:bc0", .ordinary),
        ("platform:pcspkr", .ordinary),
        ("", .ordinary),
    ])
    func isReadFromTheClass(modalias: String, urgency: DriverUrgency) {
        #expect(DriverUrgency(modalias: modalias) == urgency)
    }
}
