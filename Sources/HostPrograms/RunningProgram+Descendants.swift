internal import Glibc

extension RunningProgram {
    /// Ends the program and the programs that it has started, which may wait for ever for something else.
    func killWithDescendants() {
        // Stopped first, so that it starts no more.
        kill(SIGSTOP)
        for process in Self.descendants(of: identifier) { _ = Glibc.kill(process, SIGKILL) }
        kill(SIGKILL)
    }

    /// The processes that a process has started and that they have started, as /proc tells.
    private static func descendants(of process: pid_t) -> [pid_t] {
        var children: [pid_t: [pid_t]] = [:]
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let child = pid_t(name), let parent = parent(of: child) { children[parent, default: []].append(child) }
        }
        var found: [pid_t] = []
        var open = [process]
        while let next = open.popLast() {
            let further = children[next] ?? []
            found += further
            open += further
        }
        return found
    }

    /// proc_pid_stat(5): `pid (name) state ppid …`; the name may hold anything.
    private static func parent(of process: pid_t) -> pid_t? {
        let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = read(file, &buffer, buffer.count)
        guard count > 0, let end = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let words = String(decoding: buffer[(end + 1)..<count], as: UTF8.self).split(separator: " ")
        return words.count > 1 ? pid_t(words[1]) : nil
    }
}
