/// Whether two names are the same to Windows: their upper-case forms, character by character, are equal.
///
/// NTFS compares by the volume's own `$UpCase` table, which maps one UTF-16 unit to one; every name that Unloop looks for
/// is ASCII, where that table, this function and all versions of Windows agree.
func isSameName(_ one: String, _ other: String) -> Bool {
    one == other || one.uppercased() == other.uppercased()
}
