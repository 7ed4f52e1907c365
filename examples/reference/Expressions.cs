using System.Collections.Immutable;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace Reference;

/// <summary>What is computed without asking Cloudflare.</summary>
internal static class Expressions
{
    public static void Declare(Dictionary<string, object?> outputs)
    {
        #region SubtractCidrs
        // In the field what is private goes through the tunnel, and so do other devices, except the network of the machines.
        var networks = SubtractCidrs.Invoke(new() { From = { "10.0.0.0/8", "100.96.0.0/12" }, Except = { "10.99.0.0/16" } });
        var field = new DeviceProfile(
            "field",
            new()
            {
                Name = "Field engineers",
                Match = """any(identity.groups.name[*] in {"Field"})""",
                Precedence = 130,
            }
        );
        _ = new SplitTunnel(
            "field",
            new()
            {
                ProfileId = field.PolicyId,
                Mode = SplitTunnelMode.Include,
                Routes = networks.Apply(result => result.Cidrs.Select(cidr => new SplitTunnelEntryArgs { Address = cidr }).ToList()),
            }
        );
        #endregion

        #region ParseMatch
        // Expressions that come from elsewhere, with what is wrong in them.
        var parsed = ParseMatch.Invoke(new() { Expression = """identity.email in {"ann@example.com" "bob@example.com"}""" });
        var findings = parsed.Apply(result => result.Problems.Select(problem => problem.Message).ToImmutableArray());
        #endregion
        outputs["findings"] = findings;

        #region EvaluateMatch
        // Does the profile apply to a manager's phone?
        var evaluation = EvaluateMatch.Invoke(
            new()
            {
                Expression = """any(identity.groups.name[*] in {"Staff" "Management"}) and os.name in {"windows" "mac" "linux"}""",
                Device = new MatchDeviceArgs
                {
                    Email = "ann@example.com",
                    GroupNames = { "Management" },
                    OsName = "ios",
                },
            }
        );
        var applies = evaluation.Apply(result => result.IsMatch);
        #endregion
        outputs["applies"] = applies;
    }
}
