/// The partition types of sticks, and those by which Windows' volumes are known.
public enum PartitionType {
    /// EFI system partition (UEFI 2.10, table 5.7).
    public static let system = known("C12A7328-F81F-11D2-BA4B-00A0C93EC93B")
    /// Microsoft basic data: Windows and macOS show its files.
    public static let basicData = known("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7")
    /// BIOS boot partition: where GRUB's core lies on a GPT disk (GRUB manual, section 3.4).
    public static let biosBoot = known("21686148-6449-6E6F-744E-656564454649")

    /// The database of a dynamic disk (Microsoft, "PARTITION_INFORMATION_GPT structure": PARTITION_LDM_METADATA_GUID).
    public static let dynamicMetadata = known("5808C8AA-7E8F-42E0-85D2-E1E90434CFB3")
    /// The volumes of a dynamic disk (the same: PARTITION_LDM_DATA_GUID).
    public static let dynamicData = known("AF9B60A0-1431-4F62-BC68-3311714A69AD")

    private static func known(_ text: String) -> GUID {
        guard let guid = GUID(text) else { preconditionFailure("\(text) is not a GUID") }
        return guid
    }
}
