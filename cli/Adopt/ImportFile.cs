using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Cli.Adopt;

/// <summary>The file that <c>pulumi import --file</c> and <c>zt local import --file</c> read.</summary>
internal static class ImportFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(AdoptedProgram program) =>
        new JsonObject
        {
            ["resources"] = new JsonArray([
                .. program.Resources.Select(resource => new JsonObject
                {
                    ["type"] = resource.Type.Token,
                    ["name"] = resource.Name,
                    ["id"] = resource.Id,
                }),
            ]),
        }.ToJsonString(Options) + "\n";
}
