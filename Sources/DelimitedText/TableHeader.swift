/// The header of a table's column.
public enum TableHeader {
    /// A header for comparing: ASCII letters in lower case and digits.
    public static func comparable(_ header: ArraySlice<UInt8>) -> String {
        var name: [UInt8] = []
        for byte in header {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): name.append(byte | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): name.append(byte)
            default: break
            }
        }
        return String(decoding: name, as: UTF8.self)
    }
}
