public import Diagnostics
internal import Vocabulary

/// What the registry says of a Windows installation. Nil is what could not be read.
public struct RegistryIdentity: Sendable {
    /// `ComputerName` below the current control set of the SYSTEM hive.
    public let computerName: String?
    /// `ProductName` in the SOFTWARE hive, for example `Windows 11 Pro`.
    public let productName: String?
    /// `CurrentBuild` in the SOFTWARE hive, for example `22631`.
    public let build: String?

    /// What kept a hive from being read.
    public let problems: [VolumeError]

    /// Reads both hives as far as they can be read.
    public init(systemHive: String?, softwareHive: String?) {
        var problems: [VolumeError] = []
        func open(_ path: String?) -> RegistryHive? {
            guard let path else { return nil }
            do throws(VolumeError) {
                return try RegistryHive(path: path)
            } catch {
                problems.append(error)
                return nil
            }
        }
        let system = open(systemHive)
        let software = open(softwareHive)
        self.problems = problems

        if let hive = system {
            // Select\Current says which control set is in use; 1 where it does not.
            let number = hive.number("Current", at: ["Select"]).flatMap { (1...999).contains($0) ? $0 : nil } ?? 1
            let digits = String(number)
            let set = "ControlSet" + String(repeating: "0", count: 3 - digits.count) + digits
            computerName = hive.text("ComputerName", at: [set, "Control", "ComputerName", "ComputerName"])
        } else {
            computerName = nil
        }
        guard let hive = software else {
            productName = nil
            build = nil
            return
        }
        let key = ["Microsoft", "Windows NT", "CurrentVersion"]
        build = hive.text("CurrentBuild", at: key)
        productName = Self.corrected(hive.text("ProductName", at: key), build: build)
    }

    /// Windows 11 still calls itself "Windows 10" in `ProductName`; its builds start with 22000.
    static func corrected(_ product: String?, build: String?) -> String? {
        guard let product, let number = build.flatMap({ Int($0) }), number >= 22000, product.hasPrefix("Windows 10")
        else {
            return product
        }
        return "Windows 11" + product.dropFirst("Windows 10".count)
    }
}
