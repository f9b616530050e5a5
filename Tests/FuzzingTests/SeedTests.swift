internal import Testing

@testable internal import Fuzzing

@Suite struct SeedTests {
    @Test(arguments: FuzzTarget.allCases) func x(target: FuzzTarget) { for seed in target.seeds { target.run(seed) } }
}
