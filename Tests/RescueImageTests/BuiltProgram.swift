internal import DebianPackages
internal import Foundation
internal import HostPrograms

/// `unloop` as its users run it: a process of its own.
///
/// `UNLOOP_PROGRAM` names the executable to test, beside which is the agent; otherwise it is the one that was compiled
/// with the tests, and a program of the host is taken for the agent.
enum BuiltProgram {
    static let path =
        named ?? (CommandLine.arguments[0] as NSString).deletingLastPathComponent + "/unloop"

    static let agent = named.map { ($0 as NSString).deletingLastPathComponent + "/unloop-agent" } ?? "/usr/bin/env"

    private static let named = ProcessInfo.processInfo.environment["UNLOOP_PROGRAM"]

    /// Runs `unloop build` with the shipped template, or a copy of it.
    ///
    /// - Parameters:
    ///   - arguments: Further arguments.
    ///   - wrapper: Words before the program's, such as those that change the user.
    ///   - program: The executable, where a copy is to be run.
    static func build(
        _ arguments: [String], wrapper: [String] = [], program: String = path, agent: String = agent,
        template: String = ImageTemplateTests.shippedFolder
    ) throws -> HostProgram.Output {
        let fixed = [program, "build", "--template", template, "--agent", agent]
        return try HostProgram.run(wrapper + fixed + arguments, accepting: [0, 1])
    }
}
