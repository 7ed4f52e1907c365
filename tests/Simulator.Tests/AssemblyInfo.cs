// A test owns its fixture, its clock and its simulator, so all of them can run at once.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: Parallelizable(ParallelScope.All)]
