/// Whether two names are the same to Windows, where one of them is ASCII, as every name is that Unloop looks for.
///
/// NTFS compares by the volume's own `$UpCase` table; for ASCII letters all versions of it agree, and no other letter maps
/// to an ASCII one.
func isSameName(_ name: String, _ wanted: String) -> Bool {
    func folded(_ byte: UInt8) -> UInt8 { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte }
    return name.utf8.elementsEqual(wanted.utf8) { folded($0) == folded($1) }
}
