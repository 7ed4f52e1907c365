using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Display;

/// <summary>The symbols and words that Pulumi uses for steps.</summary>
internal static class StepWords
{
    private static readonly (string Name, Func<ResourceState, ResourceState, bool> Differs)[] Options =
    [
        ("parent", (old, current) => old.Parent != current.Parent),
        ("protect", (old, current) => old.Protect != current.Protect),
        ("provider", (old, current) => old.Provider != current.Provider),
    ];

    public static string Sign(StepOp op) =>
        op switch
        {
            StepOp.Create => "+ ",
            StepOp.Update or StepOp.Refresh => "~ ",
            StepOp.Delete => "- ",
            StepOp.Replace => "+-",
            StepOp.CreateReplacement => "++",
            StepOp.DeleteReplaced => "--",
            StepOp.Read => "> ",
            StepOp.ReadReplacement => ">>",
            StepOp.Import => "= ",
            StepOp.ImportReplacement => "=>",
            _ => "  ",
        };

    public static string Planned(StepOp op) =>
        op switch
        {
            StepOp.CreateReplacement => "create replacement",
            StepOp.DeleteReplaced => "delete original",
            StepOp.ReadReplacement => "read for replacement",
            StepOp.ImportReplacement => "import replacement",
            StepOp.RemovePendingReplace => "completed",
            StepOp.Same => "",
            _ => op.ToString().ToLowerInvariant(),
        };

    public static string Running(StepOp op) =>
        op switch
        {
            StepOp.Create => "creating",
            StepOp.Update => "updating",
            StepOp.Delete => "deleting",
            StepOp.Replace => "replacing",
            StepOp.CreateReplacement => "creating replacement",
            StepOp.DeleteReplaced => "deleting original",
            StepOp.Read or StepOp.ReadReplacement => "reading",
            StepOp.Refresh => "refreshing",
            StepOp.Import => "importing",
            StepOp.ImportReplacement => "importing replacement",
            _ => "",
        };

    public static string Done(StepOp op) =>
        op switch
        {
            StepOp.Create => "created",
            StepOp.Update => "updated",
            StepOp.Delete => "deleted",
            StepOp.Replace => "replaced",
            StepOp.CreateReplacement => "created replacement",
            StepOp.DeleteReplaced => "deleted original",
            StepOp.Read or StepOp.ReadReplacement => "read",
            StepOp.Refresh => "refreshed",
            StepOp.Import => "imported",
            StepOp.ImportReplacement => "imported replacement",
            _ => "",
        };

    /// <summary>Maps a refresh to the step that would have had the same effect.</summary>
    public static StepOp Effective(StepView step) =>
        step.Op != StepOp.Refresh ? step.Op
        : step.New is null ? StepOp.Delete
        : step.Differences.Count > 0 ? StepOp.Update
        : StepOp.Same;

    /// <summary><c>[diff: +added,-removed,~changed]</c>, or nothing.</summary>
    public static string Changes(StepView step)
    {
        if (step.Op is StepOp.Create or StepOp.Delete or StepOp.Read or StepOp.Import || step is not { Old: { } old, New: { } current })
        {
            return "";
        }
        var properties = step
            .Differences.GroupBy(pair => PropertyPath.TryParse(pair.Key, out var path) ? path.Segments[0].Key ?? pair.Key : pair.Key)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Sign(group.Select(pair => pair.Value.Kind), group.Any(pair => pair.Key != group.Key)) + group.Key);
        var all = Options.Where(option => option.Differs(old, current)).Select(option => "~" + option.Name).Concat(properties).ToList();
        return all.Count > 0 ? $"[diff: {string.Join(',', all)}]" : "";
    }

    public static string Title(OperationName operation, bool preview) =>
        (operation, preview) switch
        {
            (OperationName.Update, true) => "Previewing update",
            (OperationName.Update, false) => "Updating",
            (OperationName.Refresh, true) => "Previewing refresh",
            (OperationName.Refresh, false) => "Refreshing",
            (OperationName.Destroy, true) => "Previewing destroy",
            (OperationName.Destroy, false) => "Destroying",
            (OperationName.Import, true) => "Previewing import",
            _ => "Importing",
        };

    private static char Sign(IEnumerable<DifferenceKind> kinds, bool inside)
    {
        var all = kinds.ToList();
        return inside ? '~'
            : all.TrueForAll(kind => kind is DifferenceKind.Add or DifferenceKind.AddReplace) ? '+'
            : all.TrueForAll(kind => kind is DifferenceKind.Delete or DifferenceKind.DeleteReplace) ? '-'
            : '~';
    }
}
