using System.Text.Json.Serialization;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

/// <summary>A resource in memory, with what kinds of resources differ in.</summary>
internal record GadgetArgs
{
    /// <summary>The scope.</summary>
    [ReplaceOnChange, Format(StringFormat.CloudflareId)]
    public string? PlaceId { get; init; }

    [Length(1, 10), Unique]
    public required string Name { get; init; }

    public int? Size { get; init; }

    [ServerDefault(true)]
    public bool? Enabled { get; init; }

    [Default("small")]
    public string? Model { get; init; }

    [Secret]
    public string? Key { get; init; }

    [WriteOnly]
    public string? Seed { get; init; }

    [ReadWhenSet]
    public string? Note { get; init; }
}

/// <inheritdoc cref="GadgetArgs"/>
internal sealed record GadgetState : GadgetArgs
{
    [Stable, Format(StringFormat.Uuid)]
    public required string Serial { get; init; }

    [Volatile]
    public string? Revision { get; init; }

    [DerivedFrom("size")]
    public string? Area { get; init; }

    [Secret]
    public string? Token { get; init; }
}

[JsonSerializable(typeof(GadgetArgs))]
[JsonSerializable(typeof(GadgetState))]
internal sealed partial class GadgetJson : JsonSerializerContext;

/// <inheritdoc cref="GadgetArgs"/>
internal class GadgetResource : IResource<GadgetArgs, GadgetState>
{
    public const string Place = "0123456789abcdef0123456789abcdef";
    public const string Serial = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

    /// <summary>The stored object; null when there is none.</summary>
    public GadgetState? Stored { get; set; }

    /// <summary>Whether the next write stores the object and then fails.</summary>
    public bool FailsHalfWay { get; init; }

    /// <summary>Whether a create adopts what is stored.</summary>
    public bool Adopts { get; init; }

    /// <summary>Names of what the last update changed.</summary>
    public IReadOnlyList<string> Changed { get; private set; } = [];

    public ResourceId Id(GadgetState state) => new(state.PlaceId!, state.Serial);

    public IEnumerable<Problem> Check(GadgetArgs args)
    {
        if (args.Size > 100)
        {
            yield return new(InputProblems.OutOfRange, "size", "is too large for a gadget.");
        }

        if (args.Name.Length == 0)
        {
            yield return new(InputProblems.WrongLength, "name", "a gadget needs a name.");
        }
    }

    public Task<GadgetState> CreateAsync(GadgetArgs args, Operation operation, CancellationToken ct)
    {
        if (Adopts && !operation.Adopt(new(Place, Serial)))
        {
            throw new RefusedException("exists");
        }

        return StoreAsync(args, operation);
    }

    public Task<GadgetState?> ReadAsync(ResourceId id, GadgetState? known, Operation operation, CancellationToken ct) =>
        Task.FromResult(Stored is { } stored && id.Object == stored.Serial ? stored : null);

    public Task<GadgetState> UpdateAsync(
        ResourceId id,
        GadgetState old,
        GadgetArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        Changed = [.. changes.Names];
        return StoreAsync(args, operation);
    }

    public Task DeleteAsync(ResourceId id, GadgetState old, GadgetArgs args, Operation operation, CancellationToken ct)
    {
        Stored = null;
        return Task.CompletedTask;
    }

    private Task<GadgetState> StoreAsync(GadgetArgs args, Operation operation)
    {
        Stored = new()
        {
            PlaceId = args.PlaceId ?? operation.DefaultScope,
            Name = args.Name,
            Size = args.Size,
            Enabled = args.Enabled ?? true,
            Model = args.Model,
            Key = args.Key,
            Serial = Serial,
            Revision = "1",
            Area = $"{args.Size * args.Size}",
            Token = "t",
        };
        return FailsHalfWay
            ? throw new PartiallyDoneException<GadgetState>(Stored, new RefusedException("half-way"))
            : Task.FromResult(Stored);
    }
}

/// <summary>A gadget with every optional capability.</summary>
internal sealed class CapableGadget
    : GadgetResource,
        IListable,
        IUsesExclusively<GadgetArgs, GadgetState>,
        IChangeCheck<GadgetArgs, GadgetState>,
        IEquivalentInputs<GadgetArgs, GadgetState>,
        IKnownToStateOnly
{
    private static readonly ProblemKind Shrinks = new("ZT999", "A gadget cannot shrink.", "Replace it.");

    public IAsyncEnumerable<ListedObject> ListAsync(string scope, CancellationToken ct) => ListedObject.OnlyOne(scope, "gadget");

    public IEnumerable<ExclusiveUse> Uses(GadgetArgs args, GadgetState? state, string scope) =>
        [new($"{scope}/{args.Name}", Shrinks, "name", $"have the name '{args.Name}'")];

    public IEnumerable<Problem> CheckChange(GadgetState old, GadgetArgs args, ChangeSet changes) =>
        changes.Has("size") && args.Size < old.Size ? [new(Shrinks, "size", "is smaller than before.")] : [];

    // Names differ by their case only.
    public IEnumerable<string> WithoutEffect(GadgetState old, GadgetArgs args, IReadOnlyList<Change> changes) =>
        string.Equals(old.Name, args.Name, StringComparison.OrdinalIgnoreCase) ? ["name"] : [];
}
