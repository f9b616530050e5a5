internal import Diagnostics
internal import Glibc
internal import LinuxSystem
internal import RunSettings
internal import Vocabulary

/// Process 1: mounts, drivers, consoles, and the supervision of the agent. The kernel panics if it ends, so nothing in it
/// ends it: the work that could fail is in child processes.
final class InitProcess {
    private var settings = AgentSettings(commandLine: [:])
    private var drivers: DriverLoading?

    func run() -> Never {
        SystemMounts.mountAll()
        // No colours, no locale; HOME and TERM for the shell.
        setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1)
        signal(SIGPIPE, SIG_IGN)
        Power.holdRestartKeys()
        settings = AgentSettings(commandLine: KernelCommandLine.read())
        KernelLog.write("init started")
        do {
            drivers = try DriverLoading()
        } catch {
            KernelLog.write(error.message, level: 3)
        }
        prepareFirmware()
        if settings.mode == .shell {
            prepareDevices()
            runShells()
        }
        let role: AgentProgram.Role = settings.mode == .disk ? .disk : .repair
        let agent = start([role.rawValue])
        prepareDevices()
        var ending = agent.map { supervise($0) } ?? "could not be started"
        while true {
            if let wanted = Int32(ending).flatMap(AgentEnding.init(rawValue:)) { finish(wanted) }
            KernelLog.write("agent \(ending)", level: 3)
            guard let after = start([AgentProgram.Role.aftermath.rawValue, ending]) else { finish(.shell) }
            let next = supervise(after)
            // A crash of the crash handler: the shell is what is left.
            if Int32(next).flatMap(AgentEnding.init(rawValue:)) == nil { finish(.shell) }
            ending = next
        }
    }

    private func prepareFirmware() {
        guard access("/sys/firmware/efi", F_OK) == 0 else { return }
        drivers?.load([FirmwareVariables.kernelModule])
        SystemMounts.mountFirmwareVariables()
    }

    /// Drivers for what is there, and what the work needs before any disk is there: the agent starts on it at once, and the
    /// kernel would start modprobe for each file system at its first mount.
    private func prepareDevices() {
        drivers?.loadForPresentDevices(
            and: MemorySnapshot.kernelModules + ["vfat", "nls_cp437", "nls_iso8859-1", "ntfs3", "fuse"])
    }

    private func start(_ arguments: [String]) -> ChildProcess? {
        do throws(LinuxError) {
            let console = try OpenFile.open("/dev/console", for: .readingAndWriting).descriptor
            return try ChildProcess(
                path: AgentPaths.program, arguments: arguments, environment: ["PATH": "/usr/sbin:/usr/bin"],
                streams: ChildProcess.StandardStreams(all: console), session: .own)
        } catch {
            KernelLog.write(error.message, level: 2)
            return nil
        }
    }

    /// Serves devices until a child has ended.
    ///
    /// - Returns: Its exit status in digits, or how it ended in words.
    private func supervise(_ child: ChildProcess) -> String {
        while true {
            ChildProcess.reapOrphans(except: [child])
            let watched = [child.descriptor] + (drivers.map { [$0.descriptor] } ?? [])
            let ready = (try? FileDescriptor.readable(among: watched, milliseconds: 10_000)) ?? []
            if ready.contains(1) { drivers?.handleEvents() }
            guard ready.contains(0), let ending = try? child.wait(timeoutMilliseconds: 0) else { continue }
            switch ending {
            case .exited(let status):
                return AgentEnding(rawValue: Int32(status)) == nil ? "ended with status \(status)" : "\(status)"
            case .signaled(let signal): return "was ended by signal \(signal)"
            }
        }
    }

    private func finish(_ ending: AgentEnding) -> Never {
        switch ending {
        case .shell: runShells()
        case .restart: KernelLog.write(Power.restart().message, level: 1)
        case .powerOff: KernelLog.write(Power.powerOff().message, level: 1)
        }
        // Neither returns, except where the firmware will not: then the person has to.
        while true { pause(milliseconds: 60_000) }
    }

    /// A shell on every console; the machine restarts when the first of them ends.
    private func runShells() -> Never {
        let consoles = Screen.consolePaths().compactMap { try? Console($0).descriptorForProgram() }
        let environment = ["PATH": "/usr/sbin:/usr/bin", "HOME": "/", "TERM": "linux", "PS1": "unloop# "]
        let shells = consoles.compactMap { console in
            try? ChildProcess(
                path: "/usr/bin/busybox", arguments: ["sh"], environment: environment,
                streams: ChildProcess.StandardStreams(all: console), session: .ownWithTerminal)
        }
        while !shells.isEmpty {
            ChildProcess.reapOrphans(except: shells)
            let watched = shells.map(\.descriptor) + (drivers.map { [$0.descriptor] } ?? [])
            let ready = (try? FileDescriptor.readable(among: watched, milliseconds: 10_000)) ?? []
            if ready.contains(shells.count) { drivers?.handleEvents() }
            if ready.contains(where: { $0 < shells.count }) { break }
        }
        finish(.restart)
    }
}
