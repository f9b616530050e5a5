/// How machines are repaired.
public struct RepairOptions: Sendable {
    /// The image that is the appliance.
    public internal(set) var image: ApplianceImage
    /// The folder of the records, with a folder for each machine.
    public let folder: String
    /// Whether nothing is written, whatever is found.
    public var looksOnly = false
    /// After how many seconds an appliance is ended.
    public var limit = 1800
    /// The memory of an appliance, in MiB.
    public var memoryMiB = 256
    /// Remedies for the appliance, by their names; without any, it uses its own.
    public var remedies: [(name: String, content: [UInt8])] = []

    /// Usual ways.
    public init(image: ApplianceImage, folder: String) {
        self.image = image
        self.folder = folder
    }

    /// The words of the kernel command line that follow.
    var words: [String] {
        let names = remedies.map { $0.name.lowercased().hasSuffix(".yaml") ? String($0.name.dropLast(5)) : $0.name }
        return ["unloop.then=poweroff", "unloop.ask=never"]
            + (names.isEmpty ? [] : ["unloop.remedies=\(names.joined(separator: ","))"])
    }
}
