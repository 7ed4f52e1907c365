using System.Text.Json.Serialization;
using ZeroTrust.Matching;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>Whether a device would match a profile's <c>match</c> expression, and why. Makes no request.</summary>
internal sealed record EvaluateMatchArgs
{
    /// <summary>The expression.</summary>
    [Format(StringFormat.Match)]
    public required string Expression { get; init; }

    /// <summary>The device.</summary>
    public required MatchDevice Device { get; init; }
}

/// <summary>What expressions can test of a device and its user. Unset is empty.</summary>
internal sealed record MatchDevice
{
    /// <summary>Email address of the user.</summary>
    public string? Email { get; init; }

    /// <summary>IDs of the user's groups.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    /// <summary>Names of the user's groups.</summary>
    public IReadOnlyList<string>? GroupNames { get; init; }

    /// <summary>Email addresses of the user's groups.</summary>
    public IReadOnlyList<string>? GroupEmails { get; init; }

    /// <summary>The user's SAML attributes, each <c>name=value</c>.</summary>
    public IReadOnlyList<string>? SamlAttributes { get; init; }

    /// <summary>UUID of the service token that the device enrolled with.</summary>
    public string? ServiceTokenUuid { get; init; }

    /// <summary>Name of the managed network that the device is in.</summary>
    public string? Network { get; init; }

    /// <summary>Operating system: <c>windows</c>, <c>mac</c>, <c>linux</c>, <c>ios</c>, <c>android</c> or <c>chromeos</c>.</summary>
    public string? OsName { get; init; }

    /// <summary>Version of the operating system.</summary>
    public string? OsVersion { get; init; }
}

/// <summary>What was found.</summary>
internal sealed record EvaluateMatchResult
{
    /// <summary>Whether the device matches.</summary>
    public required bool IsMatch { get; init; }

    /// <summary>Each test of a field, in the order of the expression.</summary>
    public required IReadOnlyList<MatchTest> Tests { get; init; }
}

/// <summary>A test of a field.</summary>
internal sealed record MatchTest
{
    /// <summary>The test, in canonical spelling.</summary>
    public required string Condition { get; init; }

    /// <summary>Whether it holds.</summary>
    public required bool IsMatch { get; init; }

    /// <summary>What the device has in the field.</summary>
    public required IReadOnlyList<string> Actual { get; init; }
}

internal sealed class EvaluateMatch : IFunction<EvaluateMatchArgs, EvaluateMatchResult>
{
    public Task<EvaluateMatchResult> InvokeAsync(EvaluateMatchArgs args, Operation operation, CancellationToken ct)
    {
        // Check has refused invalid expressions.
        var explanation = MatchEvaluator.Evaluate(MatchParser.Parse(args.Expression).Expression!, Context(args.Device));
        return Task.FromResult(new EvaluateMatchResult { IsMatch = explanation.IsMatch is true, Tests = [.. Tests(explanation)] });
    }

    private static IEnumerable<MatchTest> Tests(MatchExplanation explanation) =>
        explanation.Actual is { } actual
            ?
            [
                new()
                {
                    Condition = explanation.Condition.ToString(),
                    IsMatch = explanation.IsMatch is true,
                    Actual = actual,
                },
            ]
            : explanation.Parts.SelectMany(Tests);

    private static DeviceContext Context(MatchDevice device) =>
        new()
        {
            Email = device.Email ?? "",
            GroupIds = device.GroupIds ?? [],
            GroupNames = device.GroupNames ?? [],
            GroupEmails = device.GroupEmails ?? [],
            SamlAttributes = device.SamlAttributes ?? [],
            ServiceTokenUuid = device.ServiceTokenUuid ?? "",
            Network = device.Network ?? "",
            OsName = device.OsName ?? "",
            OsVersion = device.OsVersion ?? "",
        };
}

[JsonSerializable(typeof(EvaluateMatchArgs)), JsonSerializable(typeof(EvaluateMatchResult))]
internal sealed partial class EvaluateMatchJson : JsonSerializerContext;
