/// The roles of labels that were looked up: exports repeat them in every entry.
struct LabelCache {
    private var roles: [ArraySlice<UInt8>: ColumnRole?] = [:]

    /// The role of a label.
    mutating func role(of label: ArraySlice<UInt8>) -> ColumnRole? {
        if label.isEmpty || label.count > 100 { return nil }
        if let role = roles[label] { return role }
        let role = ColumnRole(header: label)
        // Bounded: a text has a new label in every line if it has none at all.
        if roles.count < 1000 { roles[ArraySlice(Array(label))] = role }
        return role
    }
}
