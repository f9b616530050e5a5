/// The encoding of names in zip files that do not say UTF-8 (APPNOTE.TXT 6.3.10, appendix D.1): ASCII, and the letters of
/// the IBM PC above it.
enum CodePage437 {
    /// 80h to FFh, by the Unicode Consortium's mapping CP437.TXT.
    private static let upper = Array(
        """
        ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
        └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}
        """.unicodeScalars)

    /// The text of bytes that end with a zero.
    static func text(_ bytes: UnsafePointer<CChar>) -> String {
        var text = String.UnicodeScalarView()
        var place = bytes
        while place.pointee != 0 {
            let byte = UInt8(bitPattern: place.pointee)
            text.append(byte < 0x80 ? Unicode.Scalar(byte) : upper[Int(byte) - 0x80])
            place += 1
        }
        return String(text)
    }
}
