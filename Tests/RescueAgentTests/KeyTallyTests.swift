import Testing

@testable import RescueAgent

@Suite struct KeyTallyTests {
    @Test func saysHowManyKeysWereTriedAndHowManyWereNot() {
        #expect(KeyTally(tried: 0, untried: 0, isStopped: false).text == nil)
        #expect(KeyTally(tried: 1, untried: 0, isStopped: false).text == "the one key at hand does not open it")
        #expect(KeyTally(tried: 120, untried: 0, isStopped: false).text == "none of the 120 keys at hand opens it")
        #expect(
            KeyTally(tried: 7, untried: 113, isStopped: true).text
                == "none of the 7 keys tried opens it, 113 not tried (stopped by a key press)")
        #expect(
            KeyTally(tried: 2, untried: 5, isStopped: false).text
                == "none of the 2 keys tried opens it, 5 not tried (the limit of key-tries)")
    }

    @Test func progressCountsKeysAndSaysHowLongItTakes() {
        func text(_ next: Int, of count: Int, _ elapsed: Int) -> String {
            KeySearchProgress.text(next: next, of: count, on: "/dev/sda3", elapsed: elapsed)
        }
        #expect(text(0, of: 120, 0) == "Trying key 1 of 120 on /dev/sda3. Press any key to stop.")
        #expect(
            text(6, of: 120, 6_000) == "Trying key 7 of 120 on /dev/sda3, about 2 min left. Press any key to stop.")
        #expect(
            text(100, of: 120, 50_000) == "Trying key 101 of 120 on /dev/sda3, about 10 s left. Press any key to stop.")
    }
}
