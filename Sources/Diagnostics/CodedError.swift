public import Vocabulary

/// The codes of one module's errors. Their texts are stable, in kebab-case, and appear in logs and documents.
public protocol ErrorCode: CaseIterable, Hashable, Sendable {
    /// The code as it is shown and logged.
    var text: String { get }
}

extension ErrorCode where Self: RawRepresentable<String> {
    /// The raw value.
    public var text: String { rawValue }
}

extension ErrorCode where Self: ReasonBearing {
    /// The word of the reason: an error that can end a run has no second name.
    public var text: String { reason.rawValue }
}

/// An error of one module: a stable code, a message with the object and the remedy, and the error beneath.
///
/// Each module names its own: `public typealias PackageError = CodedError<PackageErrorCode>`. An error that has to carry
/// more, such as a line and a column, is a structure of its own.
public struct CodedError<ModuleCode: ErrorCode>: DiagnosticError {
    /// The codes of the module.
    public typealias Code = ModuleCode

    /// Which of the module's errors it is.
    public let code: ModuleCode
    /// What is wrong with which object, and the remedy.
    public let message: String
    /// The error beneath, if there is one.
    public let cause: (any Error)?

    /// An error; the message names the object first, then what is wrong, then what to do.
    public init(_ code: ModuleCode, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The code as it appears in logs.
    public var codeText: String { code.text }
}

extension CodedError: ReasonBearing where ModuleCode: ReasonBearing {
    /// The reason as logs and reports know it.
    public var reason: ReasonCode { code.reason }
}
