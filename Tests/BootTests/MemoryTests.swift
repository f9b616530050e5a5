import Testing
import VMLab
import Vocabulary

/// How little memory is enough. All other boots of these tests have 512 MiB.
@Suite("Memory", .needsImage, .needsDiskTools, .needs(.bios))
struct MemoryTests {
    @Test("is enough for a folder of 2,000 files, in MiB", arguments: [512, 256])
    func isEnough(_ mebibytes: Int) async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("many-files"))
            let stick = try bench.stick()
            var configuration = try bench.direct([.usbStick(stick), .nvme(disk.path)], "unloop.then=poweroff")
            configuration.memoryMiB = mebibytes
            // As the stick has them: what is packed takes memory beside what comes out of it.
            configuration.kernel = ImageUnderTest.packedKernel
            configuration.initrd = ImageUnderTest.packedInitrd
            let page = try await bench.boot(configuration)
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
        }
    }
}
