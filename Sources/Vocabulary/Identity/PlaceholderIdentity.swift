/// Values that makers leave in the firmware where a serial number, UUID or name should stand. They prove nothing: thousands
/// of machines share them.
public enum PlaceholderIdentity {
    /// In lower case, letters and digits only; collected from dmidecode outputs of mainboards and virtual machines, and from
    /// what asset tools refuse.
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
        "virtualmachine",
        // American Megatrends' UUID, in both orders of its bytes; a maker's of boards in tills; numbers that count up.
        "03000200040005000006000700080009", "00020003000400050006000700080009",
        "6ab5b300538d10149fb5b0684d007b53", "00b3b56a8d5314109fb5b0684d007b53",
        "0102030405060708090a0b0c0d0e0f10", "123456781234567890abcddeefaabbcc",
        "fefefefefefefefefefefefefefefefe",
    ]

    /// Whether a field of the firmware says nothing: a placeholder, or one character again and again
    /// (`00000000-0000-…`, `......`, `xxxxxxx`), or two.
    public static func isPlaceholder(_ field: String) -> Bool {
        let letters = field.lowercased().filter { $0.isLetter || $0.isNumber }
        guard let first = letters.first, !letters.allSatisfy({ $0 == first }), !repeatsPair(letters) else {
            return true
        }
        return words.contains(letters)
    }

    /// Whether a long field is two characters again and again: 01010101-0101-0101-0101-010101010101.
    private static func repeatsPair(_ letters: String) -> Bool {
        let bytes = Array(letters.utf8)
        return bytes.count >= 8 && zip(bytes, bytes.dropFirst(2)).allSatisfy { $0 == $1 }
    }
}
