using ZeroTrust.Cli.States;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Cli.Drift;

/// <summary>Describes how a resource in the account differs from its declaration. The kernel decides what counts as a difference.</summary>
internal sealed class DriftFinder(ResourceType type, RecordedResource resource)
{
    private const string IncludeDefaults = "includeDefaults";
    private const string Defaults = "defaults";

    /// <summary>Whether the comparison needs the resource's secrets.</summary>
    public bool NeedsSecrets(PropertyMap live) =>
        resource.HoldsSecrets && Changes(live).Any(change => resource.Inputs.Get(change.TopLevel) is { ContainsUnknown: true });

    /// <param name="live">The outputs as they are in the account.</param>
    /// <param name="whole">Reads the outputs with the kept defaults included in the list.</param>
    public async Task<(IReadOnlyList<Difference> Differences, IReadOnlyList<ListContext> Lists)> FindAsync(
        PropertyMap live,
        Func<Task<PropertyMap?>> whole
    )
    {
        var differences = new List<Difference>();
        var lists = new Dictionary<string, ListContext>(StringComparer.Ordinal);
        foreach (var change in Changes(live))
        {
            var path = PropertyPath.Parse(change.Path);
            if (change.Path == IncludeDefaults && ListOfDefaults() is { } list && await whole() is { } complete)
            {
                AddKeptDefaults(list, complete, differences);
            }
            else if (EnclosingSet(path) is not var (set, spec))
            {
                differences.Add(Property(Whole(path), live));
            }
            else if (!lists.ContainsKey(set))
            {
                lists[set] = AddEntries(set, spec, live, differences);
            }
        }

        return ([.. differences.DistinctBy(difference => (difference.Path, difference.Entry))], [.. lists.Values]);
    }

    // Values that the API does not return are compared with the inputs themselves.
    private IEnumerable<Change> Changes(PropertyMap live) =>
        type.Diff(live, resource.Inputs, resource.Inputs, resource.IgnoreChanges).Changes.Where(change => !change.FromInputs);

    private static bool IsSame(ValueSpec list, PropertyValue one, PropertyValue other) => SetKey.Of(list, one) == SetKey.Of(list, other);

    private static PropertyArray List(PropertyMap values, string path) =>
        values.At(path)?.Unsecret() as PropertyArray ?? new PropertyArray([]);

    private Difference Property(string path, PropertyMap live)
    {
        var (declared, recorded, actual) = (resource.Inputs.At(path), resource.Outputs.At(path), live.At(path));
        var hide = new[] { declared, recorded, actual }.Any(value => value is { ContainsSecret: true });
        var change =
            Equivalence.IsEmpty(actual) ? ChangeInAccount.Removed
            : Equivalence.IsEmpty(declared) ? ChangeInAccount.Added
            : ChangeInAccount.Changed;
        return new(path, change, Plain.Of(declared, hide), Plain.Of(recorded, hide), Plain.Of(actual, hide));
    }

    private ListContext AddEntries(string path, ValueSpec spec, PropertyMap live, List<Difference> differences)
    {
        var (declared, recorded, actual) = (List(resource.Inputs, path), List(resource.Outputs, path), List(live, path));
        var hide = resource.Inputs.At(path) is { ContainsSecret: true };
        if (hide)
        {
            differences.Add(Property(path, live));
            return new(path, []);
        }

        var unchanged = new List<string>();
        foreach (var pair in SetPairing.Of(spec, actual, declared))
        {
            var (has, wants) = (pair.Live is { } at ? actual[at] : null, pair.Wanted is { } index ? declared[index] : null);
            if (has is not null && wants is not null && Equivalence.Equivalent(spec.Item!, has, wants, owned: true))
            {
                unchanged.Add(Name(spec, wants));
                continue;
            }

            differences.Add(Entry(path, spec, wants, recorded.FirstOrDefault(entry => IsSame(spec, entry, (wants ?? has)!)), has));
        }

        return new(path, unchanged);
    }

    private void AddKeptDefaults((string Path, ValueSpec Spec) list, PropertyMap whole, List<Difference> differences)
    {
        var own = List(resource.Inputs, list.Path);
        var kept = List(resource.Outputs, Defaults).Where(entry => !own.Any(written => IsSame(list.Spec, entry, written)));
        var actual = List(whole, list.Path);
        differences.AddRange(
            kept.Where(entry => !actual.Any(found => IsSame(list.Spec, found, entry)))
                .Select(entry => Entry(list.Path, list.Spec, entry, entry, null) with { KeptDefault = true })
        );
    }

    private static Difference Entry(string path, ValueSpec spec, PropertyValue? declared, PropertyValue? recorded, PropertyValue? actual)
    {
        var change =
            actual is null ? ChangeInAccount.Removed
            : declared is null ? ChangeInAccount.Added
            : ChangeInAccount.Changed;
        return new(path, change, Plain.Of(declared), Plain.Of(recorded), Plain.Of(actual))
        {
            Entry = Name(spec, (declared ?? actual)!),
            Fields = (spec.Item!.Object, declared?.Unsecret(), actual?.Unsecret()) is ({ } item, PropertyMap wants, PropertyMap has)
                ?
                [
                    .. from field in item.Properties
                    where !Equivalence.Equivalent(field.Value, has.Get(field.Name), wants.Get(field.Name), owned: true)
                    select field.Name,
                ]
                : null,
        };
    }

    private static string Name(ValueSpec spec, PropertyValue entry) => SetKey.Written(spec, entry) ?? entry.ToString();

    // The list whose entries have the same type as the defaults.
    private (string Path, ValueSpec Spec)? ListOfDefaults() =>
        type.Outputs.Find(Defaults)?.Value.Item?.Object is { } entry
        && type.Inputs.Properties.FirstOrDefault(property => property.Value.Item?.Object?.TypeName == entry.TypeName) is { } list
            ? (list.Name, list.Value)
            : null;

    // An ordered list is one value: if it differs, the whole list is shown.
    private static string Whole(PropertyPath path) =>
        new PropertyPath(path.Segments.TakeWhile(segment => segment.Key is not null)).ToString();

    private (string Path, ValueSpec Spec)? EnclosingSet(PropertyPath path)
    {
        var (walked, spec, properties) = (PropertyPath.Root, default(ValueSpec), type.Inputs);
        foreach (var segment in path.Segments)
        {
            spec = segment.Key is { } key && properties is not null ? properties.Find(key)?.Value : spec?.Item;
            walked = walked.Append(segment);
            if (spec is null || spec.SetKeys is not null)
            {
                break;
            }

            properties = spec.Object;
        }

        return spec?.SetKeys is not null ? (walked.ToString(), spec) : null;
    }
}
