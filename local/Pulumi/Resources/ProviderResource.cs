using ZeroTrust.Protocol.Values;

namespace Pulumi;

/// <summary>An explicitly configured provider.</summary>
public class ProviderResource : CustomResource
{
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base($"pulumi:providers:{package}", name, args, options)
    {
        Package = package;
    }

    private protected ProviderResource(string package)
        : base($"pulumi:providers:{package}", "")
    {
        Package = package;
    }

    internal string Package { get; }

    /// <summary>The provider reference in requests, <c>urn::id</c>.</summary>
    internal async Task<string> ReferenceAsync() => $"{await Urn.ValueOrAsync("")}::{await Id.ValueOrAsync(PropertySignatures.Unknown)}";
}
