import Testing

@testable import RescueAgent

@Suite struct StickSettingsTests {
    @Test(arguments: [
        ("ask: never", AgentSettings.Ask.never), ("\u{FEFF}# from Notepad\r\nask: always\r\n", .always),
    ])
    func whetherAPersonMayBeAsked(text: String, ask: AgentSettings.Ask) {
        let settings = StickSettings(Array(text.utf8))
        #expect(settings.ask == ask)
        #expect(settings.problems.isEmpty)
    }

    @Test(arguments: [("ask: sometimes", "unloop.yaml:1"), ("then: wait", "then"), ("ask: [", "unloop.yaml")])
    func whatIsWrongIsToldAndChangesNothing(text: String, word: String) {
        let settings = StickSettings(Array(text.utf8))
        #expect(settings.ask == nil)
        #expect(settings.problems.count == 1)
        #expect(settings.problems.first?.contains(word) == true)
    }

    @Test func noFileIsNoProblem() {
        #expect(StickSettings(stick: "/nonexistent") == StickSettings())
    }
}
