using Pulumi;

namespace Interop;

/// <summary>Twin of <c>broken/index.js</c>.</summary>
internal static class BrokenStack
{
    public static IDictionary<string, object?> Declare()
    {
        var mode = new Config().Require("mode");
        _ = new Profile("fine", Raw.Args(("name", "fine"), ("match", "os.name == \"linux\""), ("precedence", 1)));
        return mode switch
        {
            "throw" => throw new InvalidOperationException("the program gives up"),
            "hang" => new Dictionary<string, object?> { ["never"] = Output.Create(new TaskCompletionSource<string>().Task) },
            _ => new Dictionary<string, object?>(),
        };
    }
}
