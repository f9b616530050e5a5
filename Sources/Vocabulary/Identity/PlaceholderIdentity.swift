/// Values that makers leave in the firmware where a serial number, UUID or name should stand. They prove nothing: thousands
/// of machines share them.
public enum PlaceholderIdentity {
    /// In lower case, letters and digits only; collected from dmidecode outputs of mainboards and virtual machines, from
    /// what asset tools refuse, and from what people and spreadsheets (`#N/A`, `#NV`, `#REF!`) leave in lists of machines.
    private static let words: Set<String> = [
        "01234567", "012345678", "0123456789", "0123456789012345", "12345", "123456", "1234567", "12345678",
        "123456789",
        "1234567890", "1234567890abcdef", "abcdefgh", "assettag", "baseboardserialnumber", "boardserialnumber",
        "chassisserialnumber", "default", "defaultstring", "empty", "eval", "example", "filledbyoem", "iatpass",
        "invalid",
        "mb1234567890", "na", "none", "notapplicable", "notavailable", "notspecified", "null", "oem", "oemserial",
        "oemserialnumber", "notfilledbyoem", "notset", "pleasechange", "productserialnumber", "serial", "serialno",
        "serialnumber", "sn", "sernum", "standard", "string", "sysserialnumber", "systemmanufacturer",
        "systemproductname", "systemserialnumb", "systemserialnumber", "systemuuid", "systemversion", "test",
        "tobefilled",
        "tobefilledbyoem", "tobefilledbyoemo", "tobesetbyoem", "type1serial", "undefined", "unknow", "unknown",
        "virtualmachine", "ref", "bezug", "nv", "value", "wert", "name", "tbd", "tba", "nil", "missing", "notfound",
        "unbekannt", "nichtbekannt", "nichtvorhanden", "keine", "keineangabe", "ohne", "leer", "inconnu", "aucun",
        "desconocido", "sconosciuto", "noserial", "noserialnumber", "nosn", "virtual", "vm", "vmware", "hyperv",
        // American Megatrends' UUID, in both orders of its bytes; a maker's of boards in tills; numbers that count up.
        "03000200040005000006000700080009", "00020003000400050006000700080009",
        "6ab5b300538d10149fb5b0684d007b53", "00b3b56a8d5314109fb5b0684d007b53",
        "0102030405060708090a0b0c0d0e0f10", "123456781234567890abcddeefaabbcc",
        "fefefefefefefefefefefefefefefefe",
    ]

    /// Whether a field of the firmware says nothing: a placeholder, or one character again and again
    /// (`00000000-0000-…`, `......`, `xxxxxxx`), or in a UUID two (`01010101-0101-…`).
    public static func isPlaceholder(_ field: String) -> Bool {
        guard let letters = asciiLetters(field) else {
            let letters = field.lowercased().filter { $0.isLetter || $0.isNumber }
            return letters.allSatisfy { $0 == letters.first }
        }
        guard letters.contains(where: { $0 != letters[0] }) else { return true }
        if letters.count == digitsOfUUID, zip(letters, letters.dropFirst(2)).allSatisfy({ $0 == $1 }) { return true }
        return letters.count <= digitsOfUUID && words.contains(String(decoding: letters, as: UTF8.self))
    }

    /// The longest of the words, too.
    private static let digitsOfUUID = 32

    /// The letters, in lower case, and digits; nil where some are not ASCII. A fleet has a million fields.
    private static func asciiLetters(_ field: String) -> [UInt8]? {
        var letters: [UInt8] = []
        letters.reserveCapacity(field.utf8.count)
        for byte in field.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): letters.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): letters.append(byte | 0x20)
            case 0x80...: return nil
            default: break
            }
        }
        return letters
    }
}
