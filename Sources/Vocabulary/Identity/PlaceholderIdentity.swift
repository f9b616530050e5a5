/// Values that makers leave in the firmware where a serial number, UUID or name should stand. They prove nothing: thousands
/// of machines share them.
public enum PlaceholderIdentity {
    /// In lower case, letters and digits only; collected from dmidecode outputs of mainboards and virtual machines, and from
    /// what asset tools refuse.
    private static let words: Set<String> = [
        "012345678", "0123456789", "123456789", "1234567890", "chassisserialnumber", "defaultstring", "empty",
        "invalid",
        "na", "none", "notapplicable", "notavailable", "notspecified", "oem", "serial", "serialnumber",
        "systemmanufacturer", "systemproductname", "systemserialnumber", "systemversion", "tobefilledbyoem",
        "tobefilledbyoemo", "undefined", "unknown",
        // American Megatrends' UUID, in both orders of its bytes.
        "03000200040005000006000700080009", "00020003000400050006000700080009",
    ]

    /// Whether a field of the firmware says nothing: a placeholder, or one character again and again
    /// (`00000000-0000-…`, `......`, `xxxxxxx`).
    public static func isPlaceholder(_ field: String) -> Bool {
        let letters = field.lowercased().filter { $0.isLetter || $0.isNumber }
        guard let first = letters.first, !letters.allSatisfy({ $0 == first }) else { return true }
        return words.contains(letters)
    }
}
