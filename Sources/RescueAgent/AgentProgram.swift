internal import Glibc
internal import MachineVolumes
internal import Secrets

/// The program in the image: process 1 of the rescue system, and its children by their first argument.
///
/// One binary serves all, because every further one would cost the image its copy of Swift's runtime.
public enum AgentProgram {
    /// The roles of the program.
    enum Role: String {
        /// The repair, a child of process 1.
        case repair
        /// What follows a crash of the repair.
        case aftermath
        /// Hands the machine back to its own Windows.
        case disk
        /// Reads registry hives of the broken machine, which may be damaged enough to end the process.
        case registry
    }

    /// Runs in the role that the process has. Process 1 has no arguments: the kernel's Swift start-up shows none.
    public static func main() {
        PrivateProcess.begin()
        if getpid() == 1 { InitProcess().run() }
        let words = CommandLine.arguments.dropFirst()
        switch words.first.flatMap(Role.init(rawValue:)) {
        case .repair: exit(RescueRun.begin().run().rawValue)
        case .aftermath: exit(Aftermath(ending: words.dropFirst().first ?? "ended").run().rawValue)
        case .disk: exit(StartFromDisk().run().rawValue)
        case .registry: exit(RegistryReader.serve(Array(words.dropFirst())))
        case nil:
            let text = Array("unloop-agent is the init program of a rescue image; unloop build puts it into one\n".utf8)
            write(STDERR_FILENO, text, text.count)
            exit(EX_USAGE)
        }
    }
}
