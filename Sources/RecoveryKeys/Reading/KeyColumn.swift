/// The columns of a table of keys, as they are named on the command line and in sealed files.
public enum KeyColumn: String, Sendable, CaseIterable {
    /// The identifier of the key protector.
    case id
    /// The recovery password.
    case key
    /// The content of a startup key file, in base64.
    case startupKey = "startup-key"
    /// The passphrase of a password protector.
    case passphrase
    /// The name of the computer.
    case name
    /// The computer's serial number.
    case serial
    /// The identifier of the device in Entra or Intune.
    case device
    /// What kind of volume it is, or its letter.
    case volume
    /// When the key was made.
    case created
}
