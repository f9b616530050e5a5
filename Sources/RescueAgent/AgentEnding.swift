/// How a child of process 1 wants the machine's run to go on: its exit status. Any other status is a crash.
enum AgentEnding: Int32 {
    case restart = 100
    case powerOff = 101
    case shell = 102
}
