/// The partition types that a stick has.
public enum PartitionType {
    /// EFI system partition (UEFI 2.10, table 5.7).
    public static let system = known("C12A7328-F81F-11D2-BA4B-00A0C93EC93B")
    /// Microsoft basic data: Windows and macOS show its files.
    public static let basicData = known("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7")
    /// BIOS boot partition: where GRUB's core lies on a GPT disk (GRUB manual, section 3.4).
    public static let biosBoot = known("21686148-6449-6E6F-744E-656564454649")

    private static func known(_ text: String) -> GUID {
        guard let guid = GUID(text) else { preconditionFailure("\(text) is not a GUID") }
        return guid
    }
}
