namespace ZeroTrust.Network.Checks;

/// <summary>Finds settings and lists that have no effect because of another setting.</summary>
internal static class SettingChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model) => model.AllProfiles.Where(profile => profile.IsDeclared).SelectMany(Of);

    private static IEnumerable<Finding> Of(Profile profile)
    {
        var (settings, mode) = (profile.Settings, profile.Settings.Mode);
        if (profile.SplitTunnel is { Mode: SplitTunnelMode.Include } include)
        {
            if (settings.ExcludeOfficeIps is true)
            {
                yield return NoEffect(
                    profile,
                    "excludeOfficeIps",
                    $"has no effect: {include.Origin} is in mode 'include', which keeps everything else out of the tunnel."
                );
            }

            foreach (var property in settings.LanProperties)
            {
                yield return NoEffect(
                    profile,
                    property,
                    $"has no effect: {include.Origin} is in mode 'include', which keeps the local network out of the tunnel anyway."
                );
            }
        }

        if (!profile.HasTunnel && profile.SplitTunnel is { IsStock: false } tunnel)
        {
            yield return new(
                FindingKind.NoEffect,
                tunnel.Origin,
                tunnel.Path,
                $"has no effect: in mode '{mode}' of {profile} no traffic goes through the tunnel."
            );
        }

        if (!profile.HasDns && profile.FallbackDomains is { IsStock: false } domains)
        {
            yield return new(
                FindingKind.NoEffect,
                domains.Origin,
                domains.Path,
                $"has no effect: in mode '{mode}' of {profile} the client does not handle DNS."
            );
        }

        if (mode == ServiceModes.TrafficOnly && settings.HasSearchSuffixes)
        {
            yield return NoEffect(profile, "dnsSearchSuffixes", $"has no effect: in mode '{mode}' the client does not handle DNS.");
        }
    }

    private static Finding NoEffect(Profile profile, string path, string message) =>
        new(FindingKind.NoEffect, profile.Origin, path, message);
}
