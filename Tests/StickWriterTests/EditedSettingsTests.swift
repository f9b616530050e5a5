import Testing

@testable import StickWriter

@Suite("Settings with a value set") struct EditedSettingsTests {
    private func labelled(_ text: String, _ label: String = "Ward 7") throws -> String {
        var settings = try #require(EditedSettings(Array(text.utf8)))
        settings.setLabel(label)
        return settings.text
    }

    @Test("the line is replaced; its comment, the other lines and their ends stay")
    func replaced() throws {
        #expect(
            try labelled("# top\r\nlabel: \"\"  # a site\r\nthen: wait\r\n")
                == "# top\r\nlabel: \"Ward 7\"  # a site\r\nthen: wait\r\n")
        #expect(try labelled("label: x") == "label: \"Ward 7\"")
        #expect(try labelled("\u{FEFF}label :\nask: never\n") == "label: \"Ward 7\"\nask: never\n")
    }

    @Test("without the line it comes last")
    func appended() throws {
        #expect(try labelled("") == "label: \"Ward 7\"\n")
        #expect(try labelled("then: wait") == "then: wait\nlabel: \"Ward 7\"\n")
        #expect(try labelled("# label: \"\"\r\n") == "# label: \"\"\r\nlabel: \"Ward 7\"\r\n")
        #expect(try labelled("other:\n  label: x\n") == "other:\n  label: x\nlabel: \"Ward 7\"\n")
        #expect(try labelled("labels: x\n") == "labels: x\nlabel: \"Ward 7\"\n")
    }

    @Test("quotes and backslashes are escaped")
    func escaped() throws {
        #expect(try labelled("", "a\"b\\c") == "label: \"a\\\"b\\\\c\"\n")
    }

    @Test("remedies are a list")
    func remedies() throws {
        var settings = try #require(EditedSettings(Array("remedies: [a]\n".utf8)))
        settings.setRemedies(["our-incident", "b"])
        #expect(settings.text == "remedies: [\"our-incident\", \"b\"]\n")
    }

    @Test("Notepad's UTF-16 becomes UTF-8; what is no text is refused")
    func encodings() throws {
        let little: [UInt8] = [0xFF, 0xFE, 0x61, 0x00, 0xE9, 0x00]
        #expect(EditedSettings(little)?.text == "aé")
        #expect(EditedSettings([0xFE, 0xFF, 0x00, 0x61])?.text == "a")
        #expect(EditedSettings([0xFF, 0xFE, 0x61]) == nil)
        #expect(EditedSettings([0x61, 0xFF]) == nil)
    }
}
