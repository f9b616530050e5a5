internal import Diagnostics

extension VirtualMachine {
    /// The number of lines that the serial port has given so far: a mark to wait from.
    public var mark: Int { journal.count }

    /// Everything that the serial port has given, without control sequences; the file
    /// `serialLog` has it all.
    public var transcript: String {
        let excerpt = journal.excerpt(from: 0)
        return (excerpt.lines + [excerpt.rest]).joined(separator: "\n")
    }

    /// Waits until the serial port has given a complete line with `text` in it.
    ///
    /// - Parameters:
    ///   - mark: the first line that counts (`mark`), by default the first of all.
    /// - Returns: the line.
    /// - Throws: `LabError` with the last lines when time runs out or the machine ends.
    @discardableResult
    public func wait(for text: String, after mark: Int = 0, timeout: Duration) async throws -> String {
        try await wait(for: "\"\(text)\"", after: mark, timeout: timeout) { $0.contains(text) }
    }

    /// Waits until the serial port has given a complete line that `matches` accepts.
    ///
    /// - Parameters:
    ///   - description: what is waited for, for the error's message.
    ///   - mark: the first line that counts (`mark`), by default the first of all.
    /// - Returns: the line.
    /// - Throws: `LabError` with the last lines when time runs out or the machine ends.
    @discardableResult
    public func wait(
        for description: String, after mark: Int = 0, timeout: Duration,
        matching matches: @escaping @Sendable (String) -> Bool
    ) async throws -> String {
        try await within(timeout, description) { journal in
            var next = mark
            for await _ in journal.changes() {
                let excerpt = journal.excerpt(from: next)
                if let line = excerpt.lines.first(where: matches) { return line }
                next = max(next, excerpt.lines.endIndex)
                if let status = excerpt.exit {
                    if matches(excerpt.rest) { return excerpt.rest }
                    throw ended(status, description, journal)
                }
            }
            throw CancellationError()
        }
    }

    /// Waits until the line that the serial port has not finished yet has `text` in it, as a prompt has.
    ///
    /// - Throws: `LabError` with the last lines when time runs out or the machine ends.
    public func waitForPrompt(_ text: String, timeout: Duration) async throws {
        try await within(timeout, "the prompt \"\(text)\"") { journal in
            for await _ in journal.changes() {
                if journal.excerpt(from: journal.count).rest.contains(text) { return }
                if let status = journal.exit { throw ended(status, "the prompt \"\(text)\"", journal) }
            }
            throw CancellationError()
        }
    }

    /// Waits until the machine has ended by itself: powered off, or rebooted with `endsAtReboot`.
    ///
    /// - Returns: QEMU's exit status.
    /// - Throws: `LabError` with the last lines when time runs out.
    @discardableResult
    public func waitForExit(timeout: Duration) async throws -> Int32 {
        try await within(timeout, "its end") { journal in
            for await _ in journal.changes() {
                if let status = journal.exit { return status }
            }
            throw CancellationError()
        }
    }

    private func within<Result: Sendable>(
        _ timeout: Duration, _ what: String, _ body: @escaping @Sendable (MachineJournal) async throws -> Result
    ) async throws -> Result {
        let journal = journal
        return try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await body(journal) }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw LabError(
                    .timeout, "waited \(timeout) for \(what) in vain; the machine's last lines:\n\(journal.tail())")
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }
}

private func ended(_ status: Int32, _ what: String, _ journal: MachineJournal) -> LabError {
    LabError(
        .machineEnded,
        "the machine ended with status \(status) before it said \(what); its last lines:\n\(journal.tail())")
}
