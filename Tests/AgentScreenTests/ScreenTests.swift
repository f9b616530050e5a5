import RunSettings
import Testing

@testable import AgentScreen

@Suite struct ScreenTests {
    @Test(
        arguments: [
            (.automatic, 240, 67, "TER16x32"), (.automatic, 128, 48, nil), (.automatic, 80, 25, nil),
            (.large, 128, 48, "TER16x32"), (.large, 100, 37, nil), (.large, 64, 24, nil), (.normal, 80, 25, "VGA8x16"),
        ] as [(RunSettings.TextSize, Int, Int, String?)])
    func lettersOfTheWantedSize(size: RunSettings.TextSize, columns: Int, rows: Int, font: String?) {
        #expect(Screen.font(size, columns: columns, rows: rows) == font)
    }
}
