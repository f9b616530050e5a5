internal import Diagnostics
internal import Glibc

/// All that posix_spawn(3) wants to know.
struct ProgramStart {
    let program: String
    let command: [String]
    /// The descriptors 0, 1 and 2.
    let streams: [CInt]
    let folder: String?
    let environment: [String: String]

    /// Starts the program.
    func callAsFunction() throws(SystemCallError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(target))
        }
        // Threads of the Swift runtime block nearly all signals; a program that inherits that cannot be interrupted.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // env(1) changes the folder: posix_spawn_file_actions_addchdir_np(3) hides behind _GNU_SOURCE.
        let words = folder.map { ["env", "-C", $0, program] + command.dropFirst() } ?? command
        let path = folder == nil ? program : "/usr/bin/env"
        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var identifier: pid_t = 0
        let number = posix_spawn(&identifier, path, &actions, &attributes, arguments, variables)
        guard number == 0 else { throw SystemCallError(call: "posix_spawn", object: program, number: number) }
        return identifier
    }
}
