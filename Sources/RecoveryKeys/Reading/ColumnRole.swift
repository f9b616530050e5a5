internal import DelimitedText

/// What a column of a table, or a member of a JSON object, holds.
enum ColumnRole: Hashable {
    case known(KeyColumn)
    /// Active Directory's `name` and `cn`: of a recovery object, time and identifier; of a computer, its name.
    case nameOrID
    /// Active Directory's `msFVE-RecoveryGuid`: the identifier in 16 bytes.
    case storedID
    /// Active Directory's `distinguishedName`, of the recovery object or of its computer.
    case distinguishedName

    /// Whether the column opens volumes.
    var isSecret: Bool {
        switch self {
        case .known(.key), .known(.startupKey), .known(.passphrase): true
        default: false
        }
    }

    /// The role of a header, or nil if it is not known. Case, blanks and punctuation do not matter, nor whose key it is
    /// (`BitLocker`, `msFVE`).
    init?(header: ArraySlice<UInt8>) {
        guard header.count <= 100 else { return nil }
        var name = TableHeader.comparable(header)
        for prefix in ["msfve", "bitlocker", "bde", "fve"] where name.hasPrefix(prefix) {
            name.removeFirst(prefix.count)
        }
        guard let role = Self.headers[name] else { return nil }
        self = role
    }

    private static let headers: [String: ColumnRole] = {
        let names: [(ColumnRole, String)] = [
            (
                .known(.id),
                """
                id keyid recoverykeyid recoverypasswordid passwordid keyprotectorid protectorid recoveryid keyidentifier \
                recoverykeyidentifier identifier keyguid keyprotectorguid protectorguid
                """
            ),
            (
                .known(.key),
                "key recoverykey recoverypassword password numericalpassword keyvalue recoverykeyvalue recoverycode"
            ),
            (.known(.startupKey), "startupkey externalkey bek"),
            (.known(.passphrase), "passphrase"),
            (
                .known(.name),
                """
                computername computer hostname host devicename devicedisplayname displayname machinename machine pcname pc \
                netbiosname dnshostname samaccountname clientname systemname manageddevicename
                """
            ),
            (.known(.serial), "serial serialnumber serialno servicetag"),
            (.known(.device), "device deviceid azureaddeviceid aaddeviceid entradeviceid manageddeviceid"),
            (.known(.volume), "volume volumetype drive drivetype driveletter mountpoint"),
            (
                .known(.created),
                "created createddatetime datecreated keycreated whencreated creationdate creationtime createdon date"
            ),
            (.nameOrID, "name cn"),
            (.storedID, "recoveryguid"),
            (.distinguishedName, "distinguishedname dn"),
        ]
        return Dictionary(
            uniqueKeysWithValues: names.flatMap { role, words in words.split(separator: " ").map { (String($0), role) }
            })
    }()
}
