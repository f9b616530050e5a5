internal import Diagnostics
internal import Foundation
internal import Synchronization

/// A machine in QEMU. It lives as long as the body that `run` is given; it never outlives the test's process.
public final class VirtualMachine: Sendable {
    /// What the machine consists of.
    public let configuration: Configuration
    let journal = MachineJournal()
    private let folder: String
    private let handles = Mutex<Handles?>(nil)

    private struct Handles {
        let process: Process
        let input: FileHandle
        var monitor: QMPClient?
    }

    private init(_ configuration: Configuration) throws(LabError) {
        self.configuration = configuration
        folder = try HostProgram.temporaryFolder()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Starts a machine, runs `body` with it, and kills it afterwards whatever happened.
    public static func run<Result: Sendable>(
        _ configuration: Configuration, isolation: isolated (any Actor)? = #isolation,
        _ body: (VirtualMachine) async throws -> Result
    ) async throws -> Result {
        let missing = LabRequirements.missing(for: configuration.firmware)
        guard missing.isEmpty else {
            throw LabError(.requirementMissing, "install what the lab lacks: \(missing.joined(separator: ", "))")
        }
        let machine = try VirtualMachine(configuration)
        do {
            try machine.start()
            let result = try await body(machine)
            machine.kill()
            return result
        } catch {
            machine.kill()
            throw error
        }
    }

    /// Ends the machine at once, as pulling its plug does.
    public func kill() {
        let process = handles.withLock { $0?.process }
        guard let process, journal.exit == nil else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        while journal.exit == nil { usleep(1_000) }
    }

    /// Writes bytes to the machine's serial port.
    public func sendSerial(_ text: String) throws {
        try handles.withLock { try $0?.input.write(contentsOf: Data(text.utf8)) }
    }

    /// Runs a command of QEMU's monitor (QMP).
    func execute(_ command: String, _ arguments: [String: any Sendable] = [:]) throws(LabError) {
        try handles.withLock { handles throws(LabError) in try handles?.monitor?.execute(command, arguments) }
    }

    private func start() throws(LabError) {
        let variables = "\(folder)/variables.fd"
        if let source = configuration.firmware.variablesPath {
            do {
                try FileManager.default.copyItem(atPath: source, toPath: variables)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: variables)
            } catch {
                throw LabError(
                    .hostFailure, "\(source) cannot be copied to \(variables); check the space", cause: error)
            }
        }
        let monitor = "\(folder)/monitor"
        let arguments = QEMUArguments(
            configuration: configuration, accelerator: .available, variables: variables, monitor: monitor)
        // The kernel kills QEMU when the thread that started it is gone, and with it when the test's process is.
        let words = ["setpriv", "--pdeathsig", "KILL", "qemu-system-x86_64"] + arguments.words
        let process = try HostProgram.process(words)
        let inputPipe = Pipe()
        let output = Pipe()
        process.standardInput = inputPipe
        process.standardOutput = output
        process.standardError = output
        launch(process, output: output)
        let input = inputPipe.fileHandleForWriting
        handles.withLock { $0 = Handles(process: process, input: input) }
        do {
            let journal = journal
            let client = try QMPClient(socket: monitor) { journal.exit == nil }
            handles.withLock { $0?.monitor = client }
        } catch {
            throw LabError(
                .monitor, "QEMU did not start; mend its command line. It said:\n\(journal.tail())", cause: error)
        }
    }

    /// Starts the process on a thread of its own, which lives until QEMU has ended and collects what it says.
    private func launch(_ process: Process, output: Pipe) {
        let started = DispatchSemaphore(value: 0)
        let journal = journal
        Thread.detachNewThread {
            do { try process.run() } catch {
                journal.append(Array("QEMU cannot be started: \(error)\n".utf8))
                journal.end(status: -1)
                started.signal()
                return
            }
            started.signal()
            let reader = output.fileHandleForReading
            // What is there, at once: `read(upToCount:)` waits until the count is full.
            while case let bytes = reader.availableData, !bytes.isEmpty { journal.append(bytes) }
            process.waitUntilExit()
            let bySignal = process.terminationReason == .uncaughtSignal
            journal.end(status: bySignal ? 128 + process.terminationStatus : process.terminationStatus)
        }
        started.wait()
    }
}
