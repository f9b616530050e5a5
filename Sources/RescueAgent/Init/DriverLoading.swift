internal import Diagnostics
internal import Glibc
internal import LinuxSystem

/// Loads drivers for the devices that are there and for those that appear, as the kernel tells of them.
///
/// While work is waiting, the file `AgentPaths.loading` exists: the agent takes the machine's disks for complete only when
/// it is gone.
final class DriverLoading {
    /// Readable when the kernel tells of a device.
    let descriptor: FileDescriptor
    private let monitor: DeviceEventMonitor
    private let loader: ModuleLoader
    private var queue = DriverQueue()

    init() throws(LinuxError) {
        monitor = try DeviceEventMonitor()
        descriptor = monitor.descriptor
        loader = try ModuleLoader()
    }

    /// Loads what the devices need that are there now, and modules by name before any disk can appear.
    func loadForPresentDevices(and modules: [String]) {
        markBusy(true)
        modules.forEach { queue.add(module: $0) }
        ModuleLoader.presentAliases().forEach { queue.add($0) }
        handleEvents()
    }

    /// Loads modules by name.
    func load(_ names: [String]) {
        for name in names {
            do { try loader.load(name) } catch { KernelLog.write(error.message, level: 4) }
        }
    }

    /// Loads what the waiting events call for, until none waits. A device that appears meanwhile takes its place by its
    /// urgency.
    func handleEvents() {
        markBusy(true)
        repeat { collectEvents() } while loadNext()
        markBusy(false)
    }

    private func loadNext() -> Bool {
        guard let alias = queue.next() else { return false }
        // A module's name is found as an alias is.
        loader.load(modalias: alias)
        return true
    }

    private func collectEvents() {
        while let report = try? monitor.next(timeoutMilliseconds: 0) {
            switch report {
            case .event(let event):
                let calls = event.action == "add" || event.action == "bind" || event.action == "change"
                if calls, let alias = event.modalias { queue.add(alias) }
            case .overflow: ModuleLoader.presentAliases().forEach { queue.add($0) }
            }
        }
    }

    private func markBusy(_ isBusy: Bool) {
        if isBusy {
            let number = open(AgentPaths.loading, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
            if number >= 0 { close(number) }
        } else {
            unlink(AgentPaths.loading)
        }
    }
}
