internal import RescueAgent

@main
enum UnloopAgent {
    static func main() { AgentProgram.main() }
}
