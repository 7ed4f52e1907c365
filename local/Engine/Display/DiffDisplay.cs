using System.Text;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>Shows every change in full: all properties of created resources, old and new values of changed ones.</summary>
public sealed class DiffDisplay(TextWriter output, bool showSecrets = false, bool showSames = false) : EngineDisplay(output, showSecrets)
{
    private const int Step = 4;

    private readonly Dictionary<Urn, int> _depths = [];

    private protected override bool ShowsOutputs => !IsPreview;

    private protected override void OnStarted() => _depths.Clear();

    private protected override void OnStepEnded(StepView view, string? problem)
    {
        var depth = Depth(view.Resource);
        if (Shows(view))
        {
            Write(Text(view, depth * Step));
        }
    }

    private protected override void OnOutputsRegistered(StepView view)
    {
        if (IsPreview && view.Urn.IsStack && view.New is { } stack && stack.Outputs.Fields.Count > 0)
        {
            var changes = ResultText.OutputChanges(view.Old?.Outputs ?? new(), stack.Outputs, IsPreview, ShowSecrets);
            Write(changes.Length > 0 ? $"    --outputs:--\n{changes}" : "");
        }
    }

    private bool Shows(StepView view) =>
        view.Op switch
        {
            StepOp.Same => showSames || view.Urn.IsStack,
            StepOp.Refresh => view.New is null || view.Differences.Count > 0 || view.Urn.IsStack,

            // The replace step already shows the replacement.
            StepOp.CreateReplacement or StepOp.DeleteReplaced => !IsPreview,
            _ => true,
        };

    private string Text(StepView view, int indent)
    {
        var resource = view.Resource;
        var text = new StringBuilder();
        var pad = new string(' ', indent);
        var inner = new string(' ', indent + Step);
        text.Append($"{pad}{StepWords.Sign(view.Op)}{resource.Type}: ({Word(view.Op)}){(resource.Protect ? " 🔒" : "")}\n");
        if (view.Old is { IsProvider: false, Id.Length: > 0 } old)
        {
            text.Append($"{inner}[id={old.Id}]\n");
        }
        text.Append($"{inner}[urn={view.Urn}]\n");
        if (resource.Provider.Length > 0)
        {
            text.Append($"{inner}[provider={resource.Provider}]\n");
        }
        return text.Append(Properties(view, indent + Step)).ToString();
    }

    private string Properties(StepView view, int indent)
    {
        if (view is { Op: StepOp.Create or StepOp.Import or StepOp.Read, New: { } current })
        {
            var all = new PropertyText(ShowSecrets);
            all.WriteAll(Plugins.ProviderRegistry.Visible(current.Inputs), indent);
            return all.ToString();
        }
        if (view is { Op: StepOp.Refresh, New: null, Old: { } gone })
        {
            var all = new PropertyText(ShowSecrets);
            all.WriteAll(gone.Outputs, indent, '-');
            return new string(' ', indent) + "--outputs:--\n" + all;
        }
        var differences = DifferenceText.Of(view, indent, ShowSecrets);
        return view.Op == StepOp.Refresh && differences.Length > 0 ? new string(' ', indent) + "--outputs:--\n" + differences : differences;
    }

    private static string Word(StepOp op) =>
        op switch
        {
            StepOp.CreateReplacement => "create-replacement",
            StepOp.DeleteReplaced => "delete-replaced",
            _ => op.ToString().ToLowerInvariant(),
        };

    private int Depth(ResourceState resource)
    {
        var depth = resource.Parent.IsEmpty ? (resource.Urn.IsStack ? 0 : 1) : _depths.GetValueOrDefault(resource.Parent, 0) + 1;
        return _depths[resource.Urn] = depth;
    }
}
