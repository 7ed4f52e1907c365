using System.Collections.Concurrent;
using Pulumirpc;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Packages that the program registered; requests refer to them by a short reference.</summary>
internal sealed class Packages
{
    private readonly ConcurrentDictionary<string, ProviderRequest> _byReference = new();

    public string Add(RegisterPackageRequest request)
    {
        if (request.Parameterization is not null || request.Extension is not null)
        {
            throw new EngineException(
                $"Package '{request.Name}' is parameterized; the local engine does not support that. Use pulumi for this program."
            );
        }
        var reference = Guid.NewGuid().ToString();
        _byReference[reference] = new(request.Name, request.Version, request.DownloadUrl);
        return reference;
    }

    /// <summary>The provider of a request, given by reference or by package and version.</summary>
    public ProviderRequest Find(string reference, string package, string version, string downloadUrl) =>
        reference.Length == 0 ? new(package, version, downloadUrl)
        : _byReference.TryGetValue(reference, out var found) ? found
        : throw new EngineException($"Package reference '{reference}' is not registered.");
}
