using FsCheck;
using FsCheck.Fluent;

namespace ZeroTrust.Provider.Tests.Formats;

/// <summary>A short form of FsCheck properties.</summary>
internal static class Invariant
{
    // The seed is fixed, so that failures are reproducible. ZEROTRUST_TEST_VALUES sets the number of values.
    private static readonly Config Config = Config
        .QuickThrowOnFailure.WithMaxTest(
            int.TryParse(Environment.GetEnvironmentVariable("ZEROTRUST_TEST_VALUES"), out var values) ? values : 200
        )
        .WithReplay(20_260_101, 1);

    public static void Holds<T>(Gen<T> values, Func<T, bool> property) => Prop.ForAll(values.ToArbitrary(), property).Check(Config);
}
