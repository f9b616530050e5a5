import Foundation
import LinuxSystem
import Testing

@testable import RescueAgent

@Suite(.timeLimit(.minutes(1))) struct DeviceWatchTests {
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
            #expect(settle(watch, within: 10_000))
            #expect(!watch.isOutOfPatience)
        }
    }

    @Test func aDriverThatHangsIsNotWaitedForForEver() throws {
        try withScratch { folder in
            try makeFile("\(folder)/loading")
            let watch = DeviceWatch(loading: "\(folder)/loading", quiet: 50, patience: 400)
            #expect(settle(watch, within: 10_000))
            #expect(watch.isOutOfPatience)
        }
    }

    @Test func tellsOfEveryDeviceOnce() {
        let watch = DeviceWatch()
        let first = Set(watch.newDevices())
        #expect(first.isDisjoint(with: watch.newDevices()))
    }
}
