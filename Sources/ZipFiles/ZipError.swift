/// Why a zip file, or a file in one, cannot be read.
public enum ZipError: Error, Equatable, Sendable {
    /// Its structures contradict each other, or the data end early.
    case damaged
    /// It is encrypted.
    case encrypted
    /// It is compressed by a method other than deflate; the number is that of APPNOTE.TXT, section 4.4.5.
    case unknownMethod(Int)
    /// It has more bytes, or more files, than the caller allows.
    case tooLarge
}
