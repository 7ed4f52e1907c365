using System.Text.Json;
using System.Text.RegularExpressions;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>
/// Prints a preview as <c>pulumi preview --json</c> does: each step as planned, before it ran. Of the unchanged resources, only the
/// stack is included.
/// </summary>
public sealed partial class JsonDisplay(
    TextWriter output,
    IReadOnlyDictionary<string, ConfigValue> config,
    bool showSecrets = false,
    bool showSames = false
) : IEngineDisplay
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _steps = [];
    private readonly List<StepView> _ended = [];

    /// <inheritdoc/>
    public void Started(OperationName operation, bool preview, StackName stack)
    {
        lock (_lock)
        {
            _steps.Clear();
            _ended.Clear();
        }
    }

    /// <inheritdoc/>
    public void StepStarted(StepView view)
    {
        lock (_lock)
        {
            if (Shows(view))
            {
                _steps.Add(StepJson(view));
            }
        }
    }

    /// <inheritdoc/>
    public void StepEnded(StepView view, string? problem)
    {
        lock (_lock)
        {
            if (problem is null)
            {
                _ended.Add(view);
            }
        }
    }

    /// <inheritdoc/>
    public void OutputsRegistered(StepView view) { }

    /// <inheritdoc/>
    public void Report(Diagnostic diagnostic) { }

    /// <inheritdoc/>
    public void Ended(OperationResult result)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Indented))
        {
            Write(writer, result);
        }
        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private bool Shows(StepView view) =>
        !view.IsDefaultProvider
        && view.Op switch
        {
            StepOp.Same => showSames || view.Urn.IsStack,

            // The replace step already shows the replacement.
            StepOp.CreateReplacement or StepOp.DeleteReplaced => false,
            _ => true,
        };

    private void Write(Utf8JsonWriter writer, OperationResult result)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("config");
        foreach (var (key, value) in config.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, showSecrets ? value.Value : value.ToString());
        }
        writer.WriteEndObject();
        writer.WriteStartArray("steps");
        foreach (var step in _steps)
        {
            writer.WriteRawValue(step, skipInputValidation: true);
        }
        writer.WriteEndArray();
        WriteDiagnostics(writer, [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity != Severity.Debug)]);
        writer.WriteNumber("duration", (long)result.Duration.TotalNanoseconds);
        writer.WriteStartObject("changeSummary");
        foreach (var (op, count) in ResultText.Count(result, _ended).OrderBy(pair => Word(pair.Key), StringComparer.Ordinal))
        {
            writer.WriteNumber(Word(op), count);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteDiagnostics(Utf8JsonWriter writer, IReadOnlyList<Diagnostic> diagnostics)
    {
        if (diagnostics.Count == 0)
        {
            return;
        }
        writer.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            writer.WriteStartObject();
            if (!diagnostic.Urn.IsEmpty)
            {
                writer.WriteString("urn", diagnostic.Urn.Value);
            }
            writer.WriteString("message", diagnostic.Message);
            writer.WriteString("severity", diagnostic.Severity.ToString().ToLowerInvariant());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private byte[] StepJson(StepView view)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("op", Word(view.Op));
            writer.WriteString("urn", view.Urn.Value);
            if (view.Resource.Provider.Length > 0)
            {
                writer.WriteString("provider", view.Resource.Provider);
            }
            WriteState(writer, "oldState", view.Old);
            WriteState(writer, "newState", view.New);
            WriteKeys(writer, "diffReasons", view.ChangedKeys);
            WriteKeys(writer, "replaceReasons", view.ReplaceKeys);
            WriteDiff(writer, view.Detailed);
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private void WriteState(Utf8JsonWriter writer, string name, ResourceState? state)
    {
        if (state is null)
        {
            return;
        }
        var copy = state.Copy();
        copy.Inputs = showSecrets ? state.Inputs.RevealAll() : state.Inputs.HideSecrets();
        copy.Outputs = showSecrets ? state.Outputs.RevealAll() : state.Outputs.HideSecrets();
        writer.WritePropertyName(name);
        StateJson.WriteResource(writer, copy, secrets: null);
    }

    private static void WriteKeys(Utf8JsonWriter writer, string name, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0)
        {
            return;
        }
        writer.WriteStartArray(name);
        foreach (var key in keys)
        {
            writer.WriteStringValue(key);
        }
        writer.WriteEndArray();
    }

    private static void WriteDiff(Utf8JsonWriter writer, IReadOnlyDictionary<string, PropertyDifference>? details)
    {
        if (details is null)
        {
            writer.WriteNull("detailedDiff");
            return;
        }
        writer.WriteStartObject("detailedDiff");
        foreach (var (path, difference) in details.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(path);
            writer.WriteString("kind", Word(difference.Kind));
            writer.WriteBoolean("inputDiff", difference.FromInputs);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    // CreateReplacement: create-replacement.
    private static string Word<T>(T value)
        where T : struct, Enum => WordStart().Replace(value.ToString(), "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
