// Each test has its own fixture, clock and simulator, so all tests can run in parallel.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: Parallelizable(ParallelScope.All)]
