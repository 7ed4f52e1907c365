using System.Text;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Simulator;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>The life cycle of a resource: the program at creation, the program of the update, and a change by others.</summary>
/// <param name="Seed">Seed of everything but the programs: spellings, unknown values, variants of the account's behavior.</param>
internal sealed record RandomLifecycle(string Type, int Seed, PropertyMap First, PropertyMap Second, PropertyMap Foreign)
{
    public static RandomLifecycle Of(string type, int seed)
    {
        var programs = new RandomPrograms(new(seed));
        var first = programs.Of(type);
        var second = programs.Of(type, first);
        return new(type, seed, first, second, programs.Of(type, second));
    }

    /// <summary>Smaller valid life cycles.</summary>
    public IEnumerable<RandomLifecycle> Shrink() =>
        [
            .. Smaller(First).Select(smaller => this with { First = smaller }),
            .. Smaller(Second).Select(smaller => this with { Second = smaller }),
            .. Smaller(Foreign).Select(smaller => this with { Foreign = smaller }),
            .. Second == First ? Array.Empty<RandomLifecycle>() : [this with { Second = First }],
            .. Foreign == Second ? Array.Empty<RandomLifecycle>() : [this with { Foreign = Second }],
        ];

    public override string ToString() =>
        new StringBuilder()
            .AppendLine()
            .AppendLine($"{Type}, seed {Seed}")
            .AppendLine($"  created as  {Shown(First)}")
            .AppendLine($"  changed to  {Shown(Second)}")
            .Append($"  foreign     {Shown(Foreign)}")
            .ToString();

    // Tests contain no real secrets.
    private static string Shown(PropertyMap program) =>
        program
            .Rewrite(value =>
                value switch
                {
                    PropertySecret secret => PropertyMap.Of(("secret", secret.Inner)),
                    PropertyOutput { Value: { } inner } => PropertyMap.Of(("secretOutput", inner)),
                    _ => value,
                }
            )
            .ToString();

    private IEnumerable<PropertyMap> Smaller(PropertyMap program) =>
        Without(program)
            .OfType<PropertyMap>()
            .Where(smaller => EveryResource.Types[Type].Check(smaller).Problems.All(problem => problem.Kind.Severity != Severity.Error));

    private static IEnumerable<PropertyValue> Without(PropertyValue value) =>
        value switch
        {
            PropertyMap map => map
                .Keys.Select(map.Without)
                .Concat(map.SelectMany(entry => Without(entry.Value).Select(smaller => map.With(entry.Key, smaller)))),
            PropertyArray list => Enumerable
                .Range(0, list.Count)
                .Select(index => new PropertyArray(list.Where((_, at) => at != index)))
                .Concat(list.SelectMany((item, index) => Without(item).Select(smaller => list.With(index, smaller)))),
            PropertySecret secret => [secret.Inner],
            PropertyOutput { Value: { } inner } => [inner],
            PropertyString { Value.Length: > 80 } text => [text.Value[..(text.Value.Length / 2)]],
            _ => [],
        };

    /// <summary>An account with random variants of the API's behavior.</summary>
    public async Task<ProviderHost> StartAsync()
    {
        var random = new Random(Seed);
        bool Chance() => random.Next(2) == 0;
        var host = await ProviderHost.StartAsync(
            new SimulatorOptions
            {
                ListDefaultProfile = Chance(),
                DefaultProfileLists = Chance() ? DefaultProfileLists.Refused : DefaultProfileLists.Ignored,
                DeletedTunnelsAreNotFound = Chance(),
                RateLimit = int.MaxValue,
            }
        );
        await Accounts.PopulateAsync(host.Cloudflare);
        if (Chance())
        {
            host.Cloudflare.Faults.Add("*", "**", Fault.ReorderedList, FaultPlan.Always);
        }

        return host;
    }
}
