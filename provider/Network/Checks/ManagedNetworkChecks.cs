using ZeroTrust.Matching;
using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Checks;

/// <summary>
/// Finds matches that refer to managed networks the program does not declare. A program that declares none manages them elsewhere, and a
/// network whose name is unknown may be the one referred to. A run with targets sees only some resources, so the message speaks of the run.
/// </summary>
internal static class ManagedNetworkChecks
{
    // `network == ""` matches devices that are in none.
    private const string NoNetwork = "";

    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        string[] declared =
        [
            .. model
                .ManagedNetworks.Select(network => network.Name)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        if (declared.Length == 0 || model.ManagedNetworks.Any(network => network.Name is null))
        {
            yield break;
        }

        foreach (var profile in model.Profiles.Where(profile => profile.Match is not null))
        {
            foreach (var name in MatchReferences.NetworkNames(profile.Match!).Except(declared.Append(NoNetwork), StringComparer.Ordinal))
            {
                yield return new(
                    FindingKind.UnknownNetwork,
                    profile.Origin,
                    "match",
                    $"refers to the managed network '{name}', which no ManagedNetwork in this run declares; "
                        + (
                            Suggestion.For(name, declared) is { } meant
                                ? $"did you mean '{meant}'?"
                                : $"the run declares {string.Join(", ", declared.Select(one => $"'{one}'"))}."
                        )
                );
            }
        }
    }
}
