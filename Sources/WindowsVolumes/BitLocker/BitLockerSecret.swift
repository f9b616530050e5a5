/// What opens a key protector.
public enum BitLockerSecret {
    /// Nothing: the volume is suspended or waits for activation, and its key lies open on it.
    case clearKey
    /// A recovery password in its canonical form, a password in UTF-8, or the content of a `.BEK` file. The bytes are the
    /// caller's, who wipes them.
    case bytes(UnsafeRawBufferPointer)
}
