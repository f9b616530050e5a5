import Foundation
import TestSupport
import Testing

@testable import LinuxSystem
@testable import RescueAgent

@Suite(.timeLimit(.minutes(10))) struct DeviceQuietTests {
    private func settle(_ quiet: DeviceQuiet, within milliseconds: Int) -> Bool {
        let deadline = MonotonicTime.now().advanced(byMilliseconds: milliseconds)
        while !quiet.isSettled, deadline.millisecondsFromNow > 0 { quiet.wait() }
        return quiet.isSettled
    }

    @Test func isSettledWhenDriversAreLoadedAndTheKernelIsQuiet() throws {
        try withScratch { folder in
            let loading = "\(folder)/loading"
            try makeFile(loading)
            let quiet = DeviceQuiet.begin(loading: loading, quiet: 50)
            #expect(!settle(quiet, within: 300))
            try FileManager.default.removeItem(atPath: loading)
            #expect(settle(quiet, within: 600_000))
            #expect(!quiet.isOutOfPatience)
        }
    }

    @Test func aDriverThatHangsIsNotWaitedForForEver() throws {
        try withScratch { folder in
            try makeFile("\(folder)/loading")
            let quiet = DeviceQuiet.begin(loading: "\(folder)/loading", quiet: 50, patience: 400)
            #expect(settle(quiet, within: 600_000))
            #expect(quiet.isOutOfPatience)
        }
    }

    /// A long run is no reason to say that disks may have been missed.
    @Test func timeSpentOnOtherWorkIsNotWaiting() throws {
        try withScratch { folder in
            let loading = "\(folder)/loading"
            try makeFile(loading)
            let quiet = DeviceQuiet.begin(loading: loading, quiet: 50, patience: 400)
            pause(milliseconds: 500)
            #expect(!quiet.isSettled && !quiet.isOutOfPatience)
            try FileManager.default.removeItem(atPath: loading)
            #expect(settle(quiet, within: 600_000))
            #expect(!quiet.isOutOfPatience)
        }
    }

    /// A device that the kernel can be asked to report again.
    private static let trigger = try? FileManager.default.contentsOfDirectory(atPath: "/sys/bus/platform/devices").first
        .map { "/sys/bus/platform/devices/\($0)/uevent" }

    @Test(
        .enabled(
            if: trigger.map { FileManager.default.isWritableFile(atPath: $0) } ?? false,
            "needs root and a platform device"))
    func hearsWhatWasReportedDuringOtherWork() throws {
        try withScratch { folder in
            let quiet = DeviceQuiet.begin(loading: "\(folder)/loading", quiet: 200)
            #expect(settle(quiet, within: 600_000))
            let trigger = try #require(Self.trigger)
            try OpenFile.open(trigger, for: .readingAndWriting).write(Array("change".utf8), at: 0)
            #expect(!quiet.isSettled)
            #expect(settle(quiet, within: 600_000))
        }
    }

    @Test func listsEveryDeviceOnce() {
        var arrivals = DeviceArrivals()
        let devices = BlockDevice.all()
        #expect(arrivals.next(among: devices) == devices)
        #expect(arrivals.next(among: devices).isEmpty)
    }
}
