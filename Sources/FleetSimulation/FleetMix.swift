/// How many of a thousand machines are of kinds that are hard to tell apart.
public struct FleetMix: Sendable, Equatable {
    /// Machines whose firmware has a placeholder for a serial number, for both numbers, or nothing.
    public var placeholders: Int
    /// Groups of two to four virtual machines made from one: numbers, partitions and the disk's number are the same.
    public var clones: Int
    /// Laptops whose only network adapter is that of a dock, which they share with others.
    public var docks: Int
    /// Computers that get another name between two visits.
    public var renames: Int

    /// Machines whose clock is wrong.
    public var wrongClocks = 20
    /// Whether machines with a wrong clock are visited again: then only images of sticks tell which run is the newest.
    public var needsImages = true

    /// A mix.
    public init(placeholders: Int, clones: Int, docks: Int, renames: Int) {
        self.placeholders = placeholders
        self.clones = clones
        self.docks = docks
        self.renames = renames
    }

    /// As fleets are.
    public static let usual = FleetMix(placeholders: 50, clones: 10, docks: 50, renames: 5)
    /// Mostly what is hard to tell apart.
    public static let hard: FleetMix = {
        var mix = FleetMix(placeholders: 300, clones: 100, docks: 300, renames: 100)
        mix.needsImages = false
        return mix
    }()
}
