using System.Text;

namespace Pulumi.Run;

/// <summary>Formats an exception with only the stack frames that matter to the program's author.</summary>
internal static class ReadableStack
{
    public static string Of(Exception exception)
    {
        var text = new StringBuilder();
        for (var current = exception; current is not null; current = current.InnerException)
        {
            text.Append(text.Length == 0 ? "" : "\ncaused by ").Append(current.GetType().FullName).Append(": ").Append(current.Message);
            foreach (var line in (current.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries).Where(IsOfInterest))
            {
                text.Append("\n  ").Append(line);
            }
        }

        return text.ToString();
    }

    private static bool IsOfInterest(string line) =>
        line.StartsWith("at ", StringComparison.Ordinal)
        && !line.StartsWith("at System.Runtime.", StringComparison.Ordinal)
        && !line.StartsWith("at System.Threading.", StringComparison.Ordinal)
        && !line.StartsWith("at Pulumi.Run.", StringComparison.Ordinal)
        && !line.StartsWith("at Pulumi.Output", StringComparison.Ordinal);
}
