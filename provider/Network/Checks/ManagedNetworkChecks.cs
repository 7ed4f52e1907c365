using ZeroTrust.Matching;
using ZeroTrust.Texts;

namespace ZeroTrust.Network.Checks;

/// <summary>
/// Managed networks that matches name and the program does not declare. A program that declares none has them managed elsewhere, and one
/// whose name is not known
/// may be the one that is meant. A run for some targets sees only those: so the message is about the run.
/// </summary>
internal static class ManagedNetworkChecks
{
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

        foreach (var profile in model.Profiles.Where(profile => profile.IsAtNetwork))
        {
            foreach (var name in MatchReferences.NetworkNames(profile.Match!).Except(declared, StringComparer.Ordinal))
            {
                yield return new(
                    FindingKind.UnknownNetwork,
                    profile.Origin,
                    "match",
                    $"names the managed network '{name}', which no ManagedNetwork of this run declares; "
                        + (
                            Suggestion.For(name, declared) is { } meant
                                ? $"did you mean '{meant}'?"
                                : $"it declares {string.Join(", ", declared.Select(one => $"'{one}'"))}."
                        )
                );
            }
        }
    }
}
