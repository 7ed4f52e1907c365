using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>Id of an object that a resource manages: its UUID, alone or behind <c>accountId/</c> as the resource's id has it.</summary>
/// <param name="kind">What the object is.</param>
internal abstract class ObjectIdFormat(string kind) : IStringFormat
{
    public bool IsId => true;

    public string Rule => $"the id of a {kind}: its UUID, or the id of a {kind} resource";

    public IReadOnlyList<string> Examples { get; } = ["00000000-0000-4000-8000-000000000001"];

    public FormatCheck Check(string text)
    {
        if (Ids.IsUuid(Ids.WithoutAccount(text)))
        {
            return FormatCheck.Valid;
        }

        return FormatCheck.Invalid(
            Ids.MeantUuid(text) is { } meant
                ? $"{Quoted.Of(text)} is not a UUID as the API writes it; write '{meant}'."
                : $"{Quoted.Of(text)} is not the id of a {kind}; write its UUID or the id of a {kind} resource."
        );
    }

    public string Canonical(string text)
    {
        var id = Ids.WithoutAccount(text);
        return Ids.IsUuid(id) ? id.ToLowerInvariant() : text;
    }
}

/// <inheritdoc/>
internal sealed class TunnelIdFormat() : ObjectIdFormat("tunnel");

/// <inheritdoc/>
internal sealed class VirtualNetworkIdFormat() : ObjectIdFormat("virtual network");

/// <inheritdoc/>
internal sealed class RouteIdFormat() : ObjectIdFormat("hostname route");
