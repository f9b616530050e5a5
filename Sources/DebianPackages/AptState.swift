internal import Diagnostics
internal import Foundation
internal import HostPrograms

/// A private set-up of apt below one folder: nothing of it is shared with the host's, and no root is needed.
///
/// Of the host's settings only how to reach a mirror is taken over (proxies, client certificates, retries, whether the
/// dates of lists are believed). Anything else, above all hooks, a default release and permission to use unsigned
/// archives, stays outside: `APT_CONFIG` is read first and turns the host's files off (apt.conf(5)). Passwords of
/// mirrors in `/etc/apt/auth.conf.d` are found as usual.
struct AptState {
    let folder: String
    private let environment: [String: String]

    var sourcesPath: String { folder + "/apt.sources" }
    var preferencesPath: String { folder + "/preferences" }
    /// What is said to be installed, in the format of dpkg's status file.
    var statusPath: String { folder + "/status" }

    /// Sets up the folder, to resolve packages of one architecture or (nil) just to download files.
    init(folder: String, architecture: String? = nil) throws(PackageError) {
        let path = URL(fileURLWithPath: folder).standardizedFileURL.path
        guard path.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else {
            throw PackageError(
                .fileFailed,
                "apt cannot use the folder \(path) because of the quote, backslash or control character in it;"
                    + " choose another with --cache")
        }
        self.folder = path
        for part in ["", "/lists/partial", "/cache/archives/partial", "/none"] { try makeFolder(path + part) }
        let configuration = path + "/apt.conf"
        let settings = try Self.settings(path, architecture) + Self.connectionSettings()
        try writeFile(configuration, settings.map { $0 + "\n" }.joined())
        var environment = ["APT_CONFIG": configuration]
        for name in ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        self.environment = environment
    }

    /// Runs one of apt's programs in this set-up.
    ///
    /// - Parameter watch: Stops it where what it fetches is too much or comes too slowly.
    @discardableResult
    func run(
        _ command: [String], accepting statuses: Set<CInt> = [0], watch: DownloadWatch? = nil,
        onLine: (String) -> Void = { _ in }
    ) throws(PackageError) -> HostProgram.Output {
        try Self.run(command, environment, accepting: statuses, watch: watch, onLine: onLine)
    }

    @discardableResult
    private static func run(
        _ command: [String], _ environment: [String: String], accepting statuses: Set<CInt> = [0],
        watch: DownloadWatch? = nil, onLine: (String) -> Void = { _ in }
    ) throws(PackageError) -> HostProgram.Output {
        do {
            let output = try HostProgram.run(
                command, environment: environment, accepting: statuses,
                onLine: { line in
                    watch?.noteStep()
                    onLine(line)
                }, mayGoOn: watch?.mayGoOn)
            return output
        } catch {
            if let problem = watch?.problem { throw problem }
            let code: PackageError.Code =
                switch error.code {
                case .notFound: .commandNotFound
                case .failed, .stopped: .commandFailed
                }
            throw PackageError(code, error.message, cause: error.cause)
        }
    }

    private static func settings(_ folder: String, _ architecture: String?) -> [String] {
        let architectures = architecture.map {
            [#"APT::Architecture "\#($0)";"#, #"APT::Architectures { "\#($0)"; };"#]
        }
        return (architectures ?? []) + [
            #"Dir::Etc::main "/dev/null";"#,
            #"Dir::Etc::parts "\#(folder)/none";"#,
            #"Dir::Etc::sourcelist "\#(folder)/apt.sources";"#,
            #"Dir::Etc::sourceparts "\#(folder)/none";"#,
            #"Dir::Etc::preferences "\#(folder)/preferences";"#,
            #"Dir::Etc::preferencesparts "\#(folder)/none";"#,
            #"Dir::State "\#(folder)";"#,
            #"Dir::State::status "\#(folder)/status";"#,
            #"Dir::Cache "\#(folder)/cache";"#,
            #"APT::Install-Recommends "false";"#,
            // As root, apt would drop to a user that cannot enter root's home folder. Signatures and hashes protect.
            #"APT::Sandbox::User "root";"#,
            // A list that could not be fetched is an error, not a warning beside old lists.
            #"APT::Update::Error-Mode "any";"#,
            #"Acquire::Languages "none";"#,
            // Without this, --print-uris names MD5 sums where an archive has them.
            #"Acquire::ForceHash "SHA256";"#,
        ]
    }

    /// How the host reaches its mirrors, as lines of apt.conf.
    private static func connectionSettings() throws(PackageError) -> [String] {
        var environment: [String: String] = [:]
        environment["APT_CONFIG"] = ProcessInfo.processInfo.environment["APT_CONFIG"]
        return connectionSettings(in: try run(["apt-config", "dump"], environment).text)
    }

    /// Out of what `apt-config dump` prints, the settings that are taken over.
    static func connectionSettings(in dump: String) -> [String] {
        let wanted = [
            "Acquire::http::", "Acquire::https::", "Acquire::Retries ", "Acquire::ForceIPv4 ", "Acquire::ForceIPv6 ",
            "Acquire::Check-Valid-Until ", "Acquire::Check-Date ", "Acquire::Max-FutureTime ",
        ]
        return dump.split(separator: "\n").map(String.init).filter { line in
            wanted.contains { line.lowercased().hasPrefix($0.lowercased()) }
        }
    }
}
