internal import CKmod
public import Diagnostics
internal import Glibc

/// Loads kernel modules with what they depend on, as modprobe does, through libkmod.
///
/// Not for several threads at once.
public final class ModuleLoader {
    /// Modules that could not be loaded for a modalias, each once, with the reason.
    public private(set) var failures: [String: LinuxError] = [:]
    /// Modules that this object loaded, in order.
    public private(set) var loaded: [String] = []

    private let context: OpaquePointer
    private var seenAliases: Set<String> = []

    /// Reads the module indexes of the running kernel.
    ///
    /// - Parameter directory: Where the modules are; nil for `/lib/modules/<release>`.
    public init(directory: String? = nil) throws(LinuxError) {
        guard let context = kmod_new(directory, nil) else {
            throw LinuxError(.noSpace, "kernel modules cannot be looked up; use a machine with more memory")
        }
        self.context = context
        kmod_set_log_priority(context, LOG_CRIT)
        let status = kmod_load_resources(context)
        if status < 0 {
            let place = directory ?? "/lib/modules"
            throw LinuxError(
                .notFound,
                "\(place) holds no module indexes for the running kernel; "
                    + "kernel and modules of the image must come from one package",
                cause: LinuxError(call: "kmod_load_resources", object: place, number: -status))
        }
    }

    deinit { kmod_unref(context) }

    /// Loads a module by name or alias, and what it needs. Nothing happens when it is loaded already or built in.
    public func load(_ name: String) throws(LinuxError) {
        let found = try lookUp(name)
        if found.isEmpty {
            throw LinuxError(.notFound, "the image holds no kernel module \(name); add it to the template")
        }
        for module in found { try insert(module.pointer, name: module.name) }
    }

    /// Loads every module that a device's alias calls for, and returns those that are there now.
    ///
    /// A module that fails is noted in `failures`: one device's driver must not keep the others from loading.
    @discardableResult
    public func load(modalias: String) -> [String] {
        guard !modalias.isEmpty, seenAliases.insert(modalias).inserted, let found = try? lookUp(modalias) else {
            return []
        }
        var names: [String] = []
        for module in found where failures[module.name] == nil {
            do throws(LinuxError) {
                try insert(module.pointer, name: module.name)
                names.append(module.name)
            } catch {
                failures[module.name] = error
            }
        }
        return names
    }

    /// The modaliases of all devices that the kernel knows now (/sys/bus/*/devices/*/modalias), each once.
    ///
    /// New drivers find new devices, which arrive as events.
    public static func presentAliases(sysfs: String = "/sys") -> [String] {
        var seen: Set<String> = []
        return TextFile.names(in: "\(sysfs)/bus").flatMap { bus in
            TextFile.names(in: "\(sysfs)/bus/\(bus)/devices").compactMap { device in
                TextFile.trimmed("\(sysfs)/bus/\(bus)/devices/\(device)/modalias")
            }
        }.filter { seen.insert($0).inserted }
    }

    /// Whether the module is loaded or built in.
    public func isPresent(_ name: String) -> Bool {
        guard let found = try? lookUp(name), !found.isEmpty else { return false }
        return found.allSatisfy {
            let state = kmod_module_get_initstate($0.pointer)
            return state == CInt(KMOD_MODULE_LIVE.rawValue) || state == CInt(KMOD_MODULE_BUILTIN.rawValue)
        }
    }

    private func lookUp(_ alias: String) throws(LinuxError) -> [Module] {
        var list: OpaquePointer?
        let status = kmod_module_new_from_lookup(context, alias, &list)
        defer { kmod_module_unref_list(list) }
        guard status >= 0 else { throw LinuxError(call: "kmod_module_new_from_lookup", object: alias, number: -status) }
        var modules: [Module] = []
        var item = list
        while let current = item {
            if let module = Module(owning: kmod_module_get_module(current)) { modules.append(module) }
            item = kmod_list_next(list, current)
        }
        return modules
    }

    private func insert(_ module: OpaquePointer, name: String) throws(LinuxError) {
        let flags = CUnsignedInt(KMOD_PROBE_APPLY_BLACKLIST_ALIAS_ONLY.rawValue)
        let wasLoaded = isPresent(name)
        let status = kmod_module_probe_insert_module(module, flags, nil, nil, nil, nil)
        // Positive: the blacklist of the image keeps it out, by intention.
        if status < 0, -status != EEXIST {
            let failure = LinuxError(call: "load module", object: name, number: -status)
            if failure.code != .notFound || -status == ENODEV { throw failure }
            throw LinuxError(
                .notFound,
                "the image's indexes know the kernel module \(name), but its file, or that of one it needs, "
                    + "is not there; add it to the template", cause: failure)
        }
        if !wasLoaded, status == 0 { loaded.append(name) }
    }

    /// A reference to a module within libkmod, given back in the end.
    private final class Module {
        let pointer: OpaquePointer
        var name: String { String(cString: kmod_module_get_name(pointer)) }

        init?(owning pointer: OpaquePointer?) {
            guard let pointer else { return nil }
            self.pointer = pointer
        }

        deinit { kmod_module_unref(pointer) }
    }
}
