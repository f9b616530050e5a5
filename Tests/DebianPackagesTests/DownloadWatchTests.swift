import Diagnostics
import TestSupport
import Testing

@testable import DebianPackages

/// How long a mirror may send nothing, by a clock that the tests move.
@Suite("Download watches") struct DownloadWatchTests {
    private final class TestClock {
        var now = SuspendingClock.now
    }

    private let clock = TestClock()

    private func watch(_ folder: ScratchFolder) -> DownloadWatch {
        DownloadWatch("http://mirror", folder: folder.path, patience: 120, now: { [clock] in clock.now })
    }

    /// Asks four times a second.
    private func mayGoOn(_ watch: DownloadWatch, seconds: Int) -> Bool {
        for _ in 0..<seconds * 4 {
            clock.now += .milliseconds(250)
            if !watch.mayGoOn() { return false }
        }
        return true
    }

    @Test func silenceEndsADownload() throws {
        let watch = watch(try ScratchFolder())
        #expect(mayGoOn(watch, seconds: 120))
        #expect(!mayGoOn(watch, seconds: 1))
        #expect(watch.problem?.code == .downloadFailed)
    }

    @Test func timeInWhichTheProcessWasStoppedDoesNotCount() throws {
        let watch = watch(try ScratchFolder())
        #expect(mayGoOn(watch, seconds: 100))
        clock.now += .seconds(3600)
        #expect(mayGoOn(watch, seconds: 120))
        #expect(watch.problem == nil)
        #expect(!mayGoOn(watch, seconds: 1))
    }
}
