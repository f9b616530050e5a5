/// A key of a keyboard, a serial line or a scanner.
package enum TypedKey: Equatable {
    case character(Unicode.Scalar)
    case enter, tab, escape, backspace, delete, left, right, home, end
}
