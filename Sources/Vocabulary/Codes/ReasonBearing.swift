/// An error, or a code of one, that can be the reason of an outcome.
public protocol ReasonBearing {
    /// The reason as logs and reports know it.
    var reason: ReasonCode { get }
}
