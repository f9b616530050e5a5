public import Glibc

/// A failed system call: what was attempted on which object, and errno.
public struct SystemCallError: DiagnosticError {
    /// The system call or library function, for example `openat2`.
    public let call: String
    /// The path, device or name that the call was made on.
    public let object: String
    /// The value of errno.
    public let number: CInt

    /// A failure; errno as it is now, unless it was kept.
    public init(call: String, object: String, number: CInt = errno) {
        self.call = call
        self.object = object
        self.number = number
    }

    /// The stable code.
    public var codeText: String { "system-call" }
    /// The sentence for a person.
    public var message: String { "\(object): \(call): \(String(cString: strerror(number))) (errno \(number))" }
    /// None: errno is the cause.
    public var cause: (any Error)? { nil }
}

/// Runs a system call that returns -1 on failure, again for as long as a signal interrupts it.
@discardableResult
public func retryingInterrupts<Result: FixedWidthInteger>(
    _ call: String, _ object: @autoclosure () -> String, _ body: () -> Result
) throws(SystemCallError) -> Result {
    while true {
        let result = body()
        if result != -1 { return result }
        let number = errno
        if number != EINTR { throw SystemCallError(call: call, object: object(), number: number) }
    }
}
