import Foundation
import TestSupport
import Testing

@testable import LinuxSystem
@testable import RescueAgent

@Suite(.timeLimit(.minutes(20))) struct DeviceWatchTests {
    private func settle(_ watch: DeviceWatch, within milliseconds: Int) -> Bool {
        let deadline = MonotonicTime.now().advanced(byMilliseconds: milliseconds)
        while !watch.isSettled, deadline.millisecondsFromNow > 0 { watch.wait() }
        return watch.isSettled
    }

    @Test func isSettledWhenDriversAreLoadedAndTheKernelIsQuiet() throws {
        try withScratch { folder in
            let loading = "\(folder)/loading"
            try makeFile(loading)
            let watch = DeviceWatch(loading: loading, quiet: 50)
            #expect(!settle(watch, within: 300))
            try FileManager.default.removeItem(atPath: loading)
            #expect(settle(watch, within: 600_000))
            #expect(!watch.isOutOfPatience)
        }
    }

    @Test func aDriverThatHangsIsNotWaitedForForEver() throws {
        try withScratch { folder in
            try makeFile("\(folder)/loading")
            let watch = DeviceWatch(loading: "\(folder)/loading", quiet: 50, patience: 400)
            #expect(settle(watch, within: 600_000))
            #expect(watch.isOutOfPatience)
        }
    }

    /// A device that the kernel can be asked to tell of again.
    private static let trigger = try? FileManager.default.contentsOfDirectory(atPath: "/sys/bus/platform/devices").first
        .map { "/sys/bus/platform/devices/\($0)/uevent" }

    @Test(
        .enabled(
            if: trigger.map { FileManager.default.isWritableFile(atPath: $0) } ?? false,
            "needs root and a platform device"))
    func hearsWhatWasToldDuringOtherWork() throws {
        try withScratch { folder in
            let watch = DeviceWatch(loading: "\(folder)/loading", quiet: 200)
            #expect(settle(watch, within: 600_000))
            let trigger = try #require(Self.trigger)
            try OpenFile.open(trigger, for: .readingAndWriting).write(Array("change".utf8), at: 0)
            #expect(!watch.isSettled)
            #expect(settle(watch, within: 600_000))
        }
    }

    @Test func tellsOfEveryDeviceOnce() {
        let watch = DeviceWatch()
        let first = Set(watch.newDevices())
        #expect(first.isDisjoint(with: watch.newDevices()))
    }
}
