internal import Diagnostics
internal import Foundation
internal import HostPrograms

/// What the lab asks of the machine that it runs on.
enum Lab {
    /// A new folder with a short path: the sockets in it may have names of 107 bytes at most.
    static func temporaryFolder() throws(LabError) -> String {
        var template = Array("/tmp/unloop-lab-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .file("/tmp", "mkdtemp") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Runs a program to its end.
    static func run(_ command: [String]) throws(LabError) {
        do {
            try HostProgram.run(command)
        } catch {
            throw LabError(error)
        }
    }

    /// Starts a program that runs beside the test.
    static func start(
        _ command: [String], input: RunningProgram.Input = .bytes([]), output: RunningProgram.Output
    ) throws(LabError) -> RunningProgram {
        do {
            return try RunningProgram(command, input: input, output: output)
        } catch {
            throw LabError(error)
        }
    }
}

extension LabError {
    fileprivate init(_ error: HostProgramError) {
        let code: Code =
            switch error.code {
            case .notFound: .requirementMissing
            case .failed, .stopped: .hostFailure
            }
        self.init(code, error.message, cause: error.cause)
    }
}
