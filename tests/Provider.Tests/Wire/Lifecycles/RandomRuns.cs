using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework.Internal;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>
/// Tests with random programs: <c>ZEROTRUST_TEST_PROGRAMS</c> sets their number, <c>ZEROTRUST_TEST_SEED</c> the seed. Failures name the
/// program's seed.
/// </summary>
internal static class RandomRuns
{
    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("ZEROTRUST_TEST_SEED"), out var seed)
        ? seed
        : 20_260_101;

    /// <param name="usually">The number of programs where the environment sets none.</param>
    public static Config Config(int usually) =>
        FsCheck
            .Config.QuickThrowOnFailure.WithMaxTest(
                int.TryParse(Environment.GetEnvironmentVariable("ZEROTRUST_TEST_PROGRAMS"), out var programs) ? programs : usually
            )
            .WithReplay(Seed, 1)
            .WithQuietOnSuccess(true);

    /// <summary>Runs a test for many seeds.</summary>
    public static void Hold(int usually, Func<Random, Task> run) =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    using (new TestExecutionContext.IsolatedContext())
                    {
                        run(new(seed)).GetAwaiter().GetResult();
                    }
                }
            )
            .Check(Config(usually));
}
