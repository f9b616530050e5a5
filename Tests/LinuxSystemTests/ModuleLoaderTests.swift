import Diagnostics
import Glibc
import LinuxSystem
import Testing
import Vocabulary

@Suite struct ModuleLoaderTests {
    /// Indexes as they belong to a kernel without a module.
    private func emptyLoader(_ folder: String) throws -> ModuleLoader {
        let directory = "\(folder)/lib/modules/1.0"
        try writeFile("\(directory)/modules.order", "")
        try writeFile("\(directory)/modules.builtin", "")
        try runTool("/usr/sbin/depmod", ["-b", folder, "1.0"])
        return try ModuleLoader(directory: directory)
    }

    @Test func saysWhereTheIndexesAreMissing() throws {
        try withTemporaryFolder { folder in
            let error = try #require(failure { _ = try ModuleLoader(directory: folder) })
            #expect(error.code == .notFound)
            #expect(error.message.hasPrefix("\(folder) holds no module indexes"))
        }
    }

    @Test(.enabled(if: isExecutable("/usr/sbin/depmod"), "needs depmod (kmod)"))
    func namesAModuleThatTheImageLacks() throws {
        try withTemporaryFolder { folder in
            let loader = try emptyLoader(folder)
            let error = try #require(failure { try loader.load("ntfs3") })
            #expect(error.code == .notFound)
            #expect(error.message.contains("ntfs3"))
            #expect(!loader.isPresent("ntfs3"))
            #expect(loader.load(modalias: "pci:v00008086d00009A0B").isEmpty)
            #expect(loader.failures.isEmpty && loader.loaded.isEmpty)
        }
    }

    @Test func namesEachAliasOfThePresentDevicesOnce() throws {
        try withTemporaryFolder { folder in
            try writeFile("\(folder)/sys/bus/pci/devices/0000:00:00.0/modalias", "pci:a\n")
            try writeFile("\(folder)/sys/bus/pci/devices/0000:00:01.0/modalias", "pci:a\n")
            try writeFile("\(folder)/sys/bus/usb/devices/1-1/modalias", "usb:b\n")
            try Mount.makeDirectory("\(folder)/sys/bus/usb/devices/usb1")
            #expect(ModuleLoader.presentAliases(sysfs: "\(folder)/sys").sorted() == ["pci:a", "usb:b"])
        }
    }
}
