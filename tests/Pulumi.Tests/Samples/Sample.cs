using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi.Tests.Samples;

/// <summary>Creates outputs of all kinds and reads their data.</summary>
internal static class Sample
{
    public static readonly Resource Zone = new DependencyResource("urn:pulumi:dev::office::acme:index:Zone::zone");
    public static readonly Resource Site = new DependencyResource("urn:pulumi:dev::office::acme:index:Site::site");

    public static Output<T> Known<T>(T value, params ImmutableHashSet<Resource> resources) => Of(value, true, false, resources);

    public static Output<T> Secret<T>(T value, params ImmutableHashSet<Resource> resources) => Of(value, true, true, resources);

    public static Output<T> Unknown<T>(params ImmutableHashSet<Resource> resources) => Of(default(T)!, false, false, resources);

    public static Output<T> UnknownSecret<T>(params ImmutableHashSet<Resource> resources) => Of(default(T)!, false, true, resources);

    public static async Task<(T Value, bool IsKnown, bool IsSecret, string Resources)> LookAsync<T>(Output<T> output)
    {
        var data = await output.Data;
        return (data.Value, data.IsKnown, data.IsSecret, string.Join(",", data.Resources.Select(NameOf).Order(StringComparer.Ordinal)));
    }

    private static string NameOf(Resource resource) =>
        resource == Zone ? "zone"
        : resource == Site ? "site"
        : resource.GetResourceName();

    private static Output<T> Of<T>(T value, bool isKnown, bool isSecret, ImmutableHashSet<Resource> resources) =>
        new(Task.FromResult(new OutputData<T>(value, isKnown, isSecret, resources)));
}
