/// The header of a table's column.
public enum TableHeader {
    /// What exports call a computer's name, in English, comparable. `Name` and `cn` are also names of other things.
    public static let computerName = """
        computername computer hostname host devicename devicedisplayname displayname machinename machine pcname pc \
        netbiosname netbios dnshostname samaccountname clientname systemname manageddevicename pscomputername
        """

    /// What exports call a machine's serial number, in English, comparable.
    public static let serialNumber = "serial serialnumber serialno servicetag biosserialnumber"

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
