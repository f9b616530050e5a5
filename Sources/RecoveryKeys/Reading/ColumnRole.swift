internal import DelimitedText

/// What a label says about its value: the header of a column, the name of a JSON member, the words before a colon.
enum ColumnRole: Hashable {
    case known(KeyColumn)
    /// Active Directory's `name` and `cn`: of a recovery object, time and identifier; of a computer, its name.
    case nameOrID
    /// Active Directory's `msFVE-RecoveryGuid`: the identifier in 16 bytes.
    case storedID
    /// Active Directory's `distinguishedName`, of the recovery object or of its computer.
    case distinguishedName
    /// `Id`, `Identifier` and the like: a key's identifier where nothing else is.
    case plainID
    /// An identifier of something that is not known: a key's at best.
    case doubtfulID
    /// The identifier of a device, an object, a volume, a tenant: never a key's.
    case otherID

    /// Whether the column opens volumes.
    var isSecret: Bool {
        switch self {
        case .known(.key), .known(.startupKey), .known(.passphrase): true
        default: false
        }
    }

    /// How much a GUID under the label is the key's.
    var trust: IdentifierTrust {
        switch self {
        case .known(.id), .storedID: .named
        case .plainID, .nameOrID, .distinguishedName, .known(.key): .plain
        case .doubtfulID: .doubtful
        case .otherID, .known(.device), .known(.volume), .known(.name), .known(.serial), .known(.created): .foreign
        case .known(.startupKey), .known(.passphrase): .foreign
        }
    }

    /// The role of a label, or nil if it is not known. Case, blanks and punctuation do not matter, nor whose key it is
    /// (`BitLocker`, `msFVE`).
    init?(header: ArraySlice<UInt8>) {
        guard header.count <= 100 else { return nil }
        var name = TableHeader.comparable(header)
        for prefix in ["msfve", "bitlocker", "bde", "fve"] where name.hasPrefix(prefix) {
            name.removeFirst(prefix.count)
        }
        // Without its umlauts or Kanji a name is another.
        if header.allSatisfy({ $0 < 0x80 }), let role = Self.headers[name] {
            self = role
        } else if let role = LabelWords.role(of: header) {
            self = role
        } else {
            return nil
        }
    }

    private static let headers: [String: ColumnRole] = {
        let names: [(ColumnRole, String)] = [
            (
                .known(.id),
                """
                keyid recoverykeyid recoverypasswordid passwordid keyprotectorid protectorid recoveryid keyidentifier \
                recoverykeyidentifier keyguid keyprotectorguid protectorguid
                """
            ),
            (.plainID, "id identifier"),
            (
                .known(.key),
                "key recoverykey recoverypassword password numericalpassword keyvalue recoverykeyvalue recoverycode"
            ),
            (.known(.startupKey), "startupkey externalkey bek"),
            (.known(.passphrase), "passphrase"),
            (.known(.name), TableHeader.computerName),
            (.known(.serial), TableHeader.serialNumber),
            (
                .known(.device),
                "device deviceid azureaddeviceid aaddeviceid entradeviceid manageddeviceid intunedeviceid"
            ),
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

/// How much a GUID beside a key is the key's identifier.
enum IdentifierTrust: Int, Comparable {
    /// Of a device, an object, a volume: never.
    case foreign
    /// Of something that is not known: a candidate.
    case doubtful
    /// Without a label, or with one that says no more than "ID".
    case plain
    /// Named as the key's.
    case named

    static func < (left: IdentifierTrust, right: IdentifierTrust) -> Bool { left.rawValue < right.rawValue }
}
