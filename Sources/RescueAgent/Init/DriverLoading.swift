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

    init() throws(LinuxError) {
        monitor = try DeviceEventMonitor()
        descriptor = monitor.descriptor
        loader = try ModuleLoader()
    }

    /// Loads what the devices need that are there now.
    func loadForPresentDevices() {
        markBusy(true)
        loader.loadForPresentDevices()
        handleEvents()
    }

    /// Loads modules by name.
    func load(_ names: [String]) {
        for name in names {
            do { try loader.load(name) } catch { KernelLog.write(error.message, level: 4) }
        }
    }

    /// Loads what the waiting events call for, until none waits.
    func handleEvents() {
        markBusy(true)
        while let report = try? monitor.next(timeoutMilliseconds: 0) {
            switch report {
            case .event(let event):
                if event.action == "add" || event.action == "bind" || event.action == "change",
                    let alias = event.modalias
                {
                    loader.load(modalias: alias)
                }
            case .overflow: loader.loadForPresentDevices()
            }
        }
        markBusy(false)
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
