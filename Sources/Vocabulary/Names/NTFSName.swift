/// Names of files as NTFS compares them: letter by letter, in upper case.
public enum NTFSName {
    /// A character in upper case as Windows' own table (`$UpCase`) has it, and for a few letters that Unicode has got since.
    ///
    /// The table maps one character to one, and from no letter outside ASCII into it, so neither does this: the dotless `ı`
    /// (U+0131) and the long `ſ` (U+017F) stay themselves, and `ß` is not `SS`.
    public static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.value < 0x80 {
            return (0x61...0x7A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value) & 0xDF) : scalar
        }
        // The title case of `ᾀ` is one character (`ᾈ`), its upper case two.
        let mappings = [scalar.properties.uppercaseMapping, scalar.properties.titlecaseMapping]
        guard let single = mappings.lazy.map(\.unicodeScalars).first(where: { $0.count == 1 })?.first, !single.isASCII
        else { return scalar }
        return single
    }

    /// A name's characters for comparing.
    public static func folded(_ name: some StringProtocol) -> [Unicode.Scalar] { name.unicodeScalars.map(folded) }

    /// Whether Windows takes both names for the same.
    public static func areSame(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
        left.unicodeScalars.elementsEqual(right.unicodeScalars) { $0 == $1 || folded($0) == folded($1) }
    }
}
