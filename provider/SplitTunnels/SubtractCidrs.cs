using System.Text.Json.Serialization;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.SplitTunnels;

/// <summary>
/// Subtracts prefixes from others, and returns the rest as the fewest prefixes: for an include list with "everything except the office",
/// for example. Makes no request.
/// </summary>
internal sealed record SubtractCidrsArgs
{
    /// <summary>The prefixes to start from, such as <c>0.0.0.0/0</c>.</summary>
    [Format(StringFormat.Cidr)]
    public required IReadOnlyList<string> From { get; init; }

    /// <summary>The prefixes to leave out.</summary>
    [Format(StringFormat.Cidr)]
    public required IReadOnlyList<string> Except { get; init; }
}

/// <summary>What is left.</summary>
internal sealed record SubtractCidrsResult
{
    /// <summary>The prefixes, in ascending order.</summary>
    public required IReadOnlyList<string> Cidrs { get; init; }
}

internal sealed class SubtractCidrs : IFunction<SubtractCidrsArgs, SubtractCidrsResult>
{
    public Task<SubtractCidrsResult> InvokeAsync(SubtractCidrsArgs args, Operation operation, CancellationToken ct)
    {
        var rest = CidrSet.Subtract(args.From.Select(text => IpPrefix.Parse(text)), args.Except.Select(text => IpPrefix.Parse(text)));
        return Task.FromResult(new SubtractCidrsResult { Cidrs = [.. rest.Prefixes.Select(prefix => prefix.ToString())] });
    }
}

[JsonSerializable(typeof(SubtractCidrsArgs)), JsonSerializable(typeof(SubtractCidrsResult))]
internal sealed partial class SubtractCidrsJson : JsonSerializerContext;
