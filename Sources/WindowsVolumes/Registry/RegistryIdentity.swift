public import Diagnostics
internal import Vocabulary

/// What the registry says of a Windows installation. Nil is what could not be read.
public struct RegistryIdentity: Sendable {
    /// `ComputerName` below the current control set of the SYSTEM hive.
    public let computerName: String?
    /// The host name that TCP/IP keeps, which NetBIOS does not cut after 15 letters; nil where it is the computer's name.
    public let hostName: String?
    /// `ProductName` in the SOFTWARE hive, for example `Windows 11 Pro`.
    public let productName: String?
    /// `CurrentBuild` in the SOFTWARE hive, for example `22631`.
    public let build: String?

    /// What kept a hive from being read.
    public let problems: [VolumeError]

    /// Reads both hives as far as they can be read.
    public static func read(systemHive: String?, softwareHive: String?) -> RegistryIdentity {
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
        let key = ["Microsoft", "Windows NT", "CurrentVersion"]
        let build = software?.text("CurrentBuild", at: key)
        let name = system.flatMap(computerName)
        return RegistryIdentity(
            computerName: name,
            hostName: system.flatMap(hostName).flatMap { $0.lowercased() == name?.lowercased() ? nil : $0 },
            productName: corrected(software?.text("ProductName", at: key), build: build), build: build,
            problems: problems)
    }

    private static func computerName(in hive: RegistryHive) -> String? {
        hive.text("ComputerName", at: [controlSet(of: hive), "Control", "ComputerName", "ComputerName"])
    }

    /// `NV Hostname` is what was set last, `Hostname` what the last start took.
    private static func hostName(in hive: RegistryHive) -> String? {
        let key = [controlSet(of: hive), "Services", "Tcpip", "Parameters"]
        return ["NV Hostname", "Hostname"].lazy.compactMap { hive.text($0, at: key) }.first { !$0.isEmpty }
    }

    private static func controlSet(of hive: RegistryHive) -> String {
        // Select\Current says which control set is in use; 1 where it does not.
        let number = hive.number("Current", at: ["Select"]).flatMap { (1...999).contains($0) ? $0 : nil } ?? 1
        let digits = String(number)
        return "ControlSet" + String(repeating: "0", count: 3 - digits.count) + digits
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
