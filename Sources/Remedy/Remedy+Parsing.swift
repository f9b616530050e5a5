internal import YAMLTree

extension Remedy {
    /// The format of remedy files, as their key `schema` names it.
    public static let schema = "unloop-remedy/1"

    /// A remedy from its YAML file, checked: a remedy that parses cannot reach outside its folder, and cannot name every
    /// file of it. The format is described in `ImageTemplates/remedies/README.md`.
    ///
    /// - Parameter file: the name of the file for error messages.
    public static func parse(_ bytes: [UInt8], file: String) throws(RemedyError) -> Remedy {
        try malformed { () throws(YAMLError) in try YAMLReader(parsing: bytes, file: file) }.remedy()
    }
}

/// Runs a reading of YAML; what is wrong there makes the remedy malformed.
func malformed<Result>(_ body: () throws(YAMLError) -> Result) throws(RemedyError) -> Result {
    do { return try body() } catch { throw RemedyError(.malformed, error) }
}

extension YAMLReader {
    fileprivate func remedy() throws(RemedyError) -> Remedy {
        try checkSchema()
        let (id, title, links, rules) = try malformed { () throws(YAMLError) in
            try rejectUnknownKeys(["schema", "id", "title", "links", "rules"])
            return (try value("id"), try string("title"), try optionalStrings("links") ?? [], try sequence("rules"))
        }
        guard !rules.isEmpty else {
            throw RemedyError(.malformed, error("there are no rules; a remedy without rules does nothing"))
        }
        var parsed: [RemedyRule] = []
        for rule in rules { parsed.append(try rule.remedyRule()) }
        return Remedy(id: try id.identifier(), title: title, links: links, rules: parsed)
    }

    private func checkSchema() throws(RemedyError) {
        let schema = try malformed { () throws(YAMLError) in try value("schema") }
        guard schema.node.text == Remedy.schema else {
            let found = schema.node.text ?? "something else"
            throw RemedyError(
                .schema, schema.error("expected \(Remedy.schema), found \(found); use an Unloop that knows this format")
            )
        }
    }

    /// Identifiers name folders in the quarantine, so they are kept to what every file system takes.
    private func identifier() throws(RemedyError) -> String {
        let text = try malformed { () throws(YAMLError) in try string() }
        let allowed = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        guard allowed, text.utf8.first != UInt8(ascii: "-"), (1...64).contains(text.utf8.count) else {
            throw RemedyError(
                .malformed, error("write 1 to 64 lower-case letters, digits and hyphens, such as crowdstrike-291"))
        }
        return text
    }

    private func remedyRule() throws(RemedyError) -> RemedyRule {
        let (folder, name, action, only, except) = try malformed { () throws(YAMLError) in
            try rejectUnknownKeys(["folder", "name", "action", "only", "except"])
            return (
                try value("folder"), try value("name"), try value("action"), try optionalMapping("only"),
                try optionalMapping("except")
            )
        }
        guard let ruleAction = RemedyRule.Action(rawValue: action.node.text ?? "") else {
            throw RemedyError(.malformed, action.error("the only action is remove"))
        }
        let onlyConditions = try only?.remedyConditions() ?? RemedyConditions()
        return RemedyRule(
            folder: try folder.remedyFolder(),
            name: try name.remedyName(isPinnedByHash: !onlyConditions.sha256.isEmpty),
            only: onlyConditions, except: try except?.remedyConditions() ?? RemedyConditions(), action: ruleAction)
    }
}
