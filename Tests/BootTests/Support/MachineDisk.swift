import Testing
import VMLab

/// A disk in a machine, and its copy from before.
struct MachineDisk {
    let path: String
    let original: String
    /// The paths that a repair has to remove.
    let delete: [String]

    init(_ image: String, delete: [String]) throws {
        path = image
        original = image + ".before"
        self.delete = delete
        try DiskComparison.copy(image, to: original)
    }

    /// The files that had to go are gone; every other file is there with the same content; nothing is new.
    func expectRepaired(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let wanted = try DiskState(of: original).removing(delete)
        #expect(wanted.missing == [] && delete != [], "the disk must be a broken one", sourceLocation: sourceLocation)
        #expect(try DiskState(of: path).differences(from: wanted.state) == [], sourceLocation: sourceLocation)
    }

    /// Not one byte has changed.
    func expectUntouched(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try DiskComparison.differingRanges(original, path) == [], sourceLocation: sourceLocation)
    }
}
