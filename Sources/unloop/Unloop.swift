internal import UnloopCommands

@main
enum Program {
    static func main() { UnloopCommand.runProcess() }
}
