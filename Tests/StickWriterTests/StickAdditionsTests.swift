import Testing

@testable import StickWriter

@Suite("Files for a stick") struct StickAdditionsTests {
    @Test("names that FAT cannot hold are changed, and no file hides another")
    func names() throws {
        var additions = StickAdditions()
        #expect(try additions.add([1], of: "/tmp/a/Schlüssel.csv", to: "keys") == "Schl_ssel.csv")
        #expect(try additions.add([2], of: "b/Schl?ssel.CSV", to: "keys") == "Schl_ssel-2.CSV")
        #expect(try additions.add([3], of: "Schl_ssel.csv", to: "keys") == "Schl_ssel-3.csv")
        #expect(try additions.add([4], of: "Schl_ssel.csv", to: "remedies") == "Schl_ssel.csv")
        #expect(try additions.add([5], of: "README", to: "keys") == "README")
        #expect(try additions.add([6], of: "readme", to: "keys") == "readme-2")
        #expect(additions.files.map(\.path).last == "keys/readme-2")
        #expect(try additions.files[1].content.bytes(1, at: 0) == [2])
    }

    @Test("a name ends in something FAT keeps, and is not too long")
    func portable() {
        #expect(StickAdditions.portable("a. ") == "a. _")
        #expect(StickAdditions.portable("") == "_")
        #expect(StickAdditions.portable("..") == ".._")
        #expect(StickAdditions.portable("a\u{0}b\nc") == "a_b_c")
        #expect(StickAdditions.portable(String(repeating: "é", count: 500)).utf8.count == 200)
    }
}
