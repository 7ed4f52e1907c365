using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ZeroTrust.Cli.Drift.Reports;

/// <summary>SARIF 2.1.0, for code scanning: each difference is a result where the program declares the resource.</summary>
internal static partial class SarifReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly (string Id, string Level, string Text)[] Rules =
    [
        ("drift/changed", "error", "The account differs from what is declared."),
        ("drift/added", "error", "The account has an entry that is not declared."),
        ("drift/removed", "error", "The account lacks an entry that is declared."),
        ("drift/missing", "error", "A recorded resource is no longer in the account."),
        ("drift/unmanaged", "warning", "An object of the account is in no state."),
        ("drift/unreadable", "warning", "A resource could not be read."),
    ];

    public static string Write(DriftReport report) =>
        new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(
                new JsonObject
                {
                    ["tool"] = new JsonObject
                    {
                        ["driver"] = new JsonObject
                        {
                            ["name"] = "zt drift",
                            ["semanticVersion"] = report.Version,
                            ["rules"] = new JsonArray([
                                .. Rules.Select(rule => new JsonObject
                                {
                                    ["id"] = rule.Id,
                                    ["shortDescription"] = new JsonObject { ["text"] = rule.Text },
                                    ["defaultConfiguration"] = new JsonObject { ["level"] = rule.Level },
                                }),
                            ]),
                        },
                    },
                    ["results"] = new JsonArray([.. report.Resources.SelectMany(Results), .. (report.Unmanaged ?? []).Select(Result)]),
                }
            ),
        }.ToJsonString(Options) + "\n";

    private static IEnumerable<JsonNode> Results(ResourceReport resource) =>
        resource.Status switch
        {
            ResourceStatus.Missing =>
            [
                Result("drift/missing", $"{resource.Label} {Wording.Missing}.", resource.Urn, resource.Source, resource.Accepted),
            ],
            ResourceStatus.Unreadable =>
            [
                Result("drift/unreadable", $"{resource.Label} could not be read: {resource.Problem}", resource.Urn, resource.Source, null),
            ],
            _ => resource.Differences.Select(difference =>
                Result(
                    $"drift/{difference.Change.ToString().ToLowerInvariant()}",
                    $"{resource.Label}: {difference.Where} {Wording.Of(difference)}.",
                    $"{resource.Urn} {difference.Where}",
                    resource.Source,
                    difference.Accepted
                )
            ),
        };

    private static JsonNode Result(UnmanagedObject found) =>
        Result("drift/unmanaged", $"{found.Label} {Wording.Unmanaged}: {found.Id}.", found.Id, "", found.Accepted);

    private static JsonObject Result(string rule, string message, string subject, string source, Accepted? accepted)
    {
        var result = new JsonObject
        {
            ["ruleId"] = rule,
            ["ruleIndex"] = Array.FindIndex(Rules, known => known.Id == rule),
            ["level"] = Rules.Single(known => known.Id == rule).Level,
            ["message"] = new JsonObject { ["text"] = message },
            ["locations"] = new JsonArray(
                new JsonObject
                {
                    ["physicalLocation"] = Location(source),
                    ["logicalLocations"] = new JsonArray(new JsonObject { ["fullyQualifiedName"] = subject, ["kind"] = "resource" }),
                }
            ),
            ["partialFingerprints"] = new JsonObject
            {
                ["subject/v1"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule} {subject}")))[..32],
            },
        };
        if (accepted is not null)
        {
            result["suppressions"] = new JsonArray(new JsonObject { ["kind"] = "external", ["justification"] = Wording.Of(accepted) });
        }

        return result;
    }

    // Code scanning shows no result without a file: if the state has no position, the project file is used.
    private static JsonObject Location(string source)
    {
        var position = SourcePosition().Match(source);
        return new JsonObject
        {
            ["artifactLocation"] = new JsonObject { ["uri"] = position.Success ? position.Groups["file"].Value : "Pulumi.yaml" },
            ["region"] = new JsonObject { ["startLine"] = position.Success ? int.Parse(position.Groups["line"].Value, null) : 1 },
        };
    }

    [GeneratedRegex(@"^project:///(?<file>[^#]+)#(?<line>\d{1,7})")]
    private static partial Regex SourcePosition();
}
