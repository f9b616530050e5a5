/// Where copies of removed files are kept.
public protocol Quarantine: AnyObject {
    /// Starts the copy of a file.
    ///
    /// - Parameter name: The file's name on its volume; the copy's own name may differ.
    func begin(_ name: String) throws -> any QuarantineCopy
}

/// A copy in the making.
public protocol QuarantineCopy: AnyObject {
    /// Adds bytes to the copy.
    func write(_ bytes: UnsafeRawBufferPointer) throws
    /// Brings the copy to its medium.
    ///
    /// - Returns: The copy's path, relative to the medium.
    func finish() throws -> String
    /// Removes what there is of the copy.
    func abandon()
}
