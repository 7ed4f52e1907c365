using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Network;

namespace ZeroTrust.Cli.Explain;

/// <summary><c>zt explain</c>: which profile a device gets, and how its traffic and DNS queries are routed.</summary>
internal static class ExplainCommand
{
    /// <summary>Indented JSON with few escapes, for people.</summary>
    public static JsonSerializerOptions Json { get; } =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create() => Create(Environment.GetEnvironmentVariable, TimeProvider.System, Console.In);

    public static Command Create(Func<string, string?> environment, TimeProvider time, TextReader input)
    {
        var (sources, facts) = (new NetworkOptions(), new DeviceFacts());
        var to = new Option<string[]>("--to") { Description = "IP address or host name to trace; can be repeated." };
        var devices = new Option<bool>("--devices")
        {
            Description =
                "Compare the expected profile of every device registration with the one in Cloudflare. Exit code 2 if any differs.",
        };
        var output = new Option<string>("--output") { Description = "Output format: table or json.", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json");
        var command = new Command(
            "explain",
            "Explains which profile a device gets and why, and how its traffic and DNS queries are routed."
        );
        foreach (var option in sources.All.Concat(facts.All).Append(to).Append(devices).Append(output))
        {
            command.Options.Add(option);
        }

        command.SetAction(
            (arguments, ct) =>
                CommandErrors.GuardAsync(
                    arguments,
                    async () =>
                    {
                        await using var stacks = await sources.OpenAsync(arguments, environment, time, ct);
                        var reader = new NetworkReader(stacks, time, input);
                        var network = await sources.ReadAsync(arguments, reader, ct);
                        var model = network.Model;
                        var (text, asJson) = (arguments.InvocationConfiguration.Output, arguments.GetValue(output) == "json");
                        if (arguments.GetValue(devices))
                        {
                            var agreement = Agreement.Of(model, await reader.RegistrationsAsync(ct));
                            await text.WriteAsync(asJson ? agreement.Json().ToJsonString(Json) + "\n" : agreement.Text());
                            return agreement.Disagreements.Count == 0 ? 0 : 2;
                        }

                        var (device, targets) = (facts.Read(arguments), arguments.GetValue(to) ?? []);
                        var problems = network.Problems();
                        var lines = Explanation.Lines(model, device, targets).Concat(Explanation.ProblemLines(problems));
                        await text.WriteAsync(
                            asJson
                                ? Explanation.Json(model, device, targets, problems).ToJsonString(Json) + "\n"
                                : string.Concat(lines.Select(line => line + "\n"))
                        );
                        return 0;
                    }
                )
        );
        return command;
    }
}

/// <summary>The profiles of registrations, according to the model and to Cloudflare.</summary>
internal sealed record Agreement(int Agreed, int NotKnown, IReadOnlyList<(string Device, string Expected, string Actual)> Disagreements)
{
    public static Agreement Of(NetworkModel model, IReadOnlyList<Registration> registrations)
    {
        var (agreed, unknown) = (0, 0);
        var disagreements = new List<(string, string, string)>();
        foreach (var registration in registrations)
        {
            Profile[] candidates = [.. ProfileChoice.CandidatesOf(model, registration.Device)];
            if (registration.Profile is null && !registration.IsDefault)
            {
                unknown++;
            }
            else if (!candidates.Any(registration.Has))
            {
                var actual = model.AllProfiles.FirstOrDefault(registration.Has);
                disagreements.Add(
                    (
                        registration.Label,
                        string.Join(" or ", candidates.Select(Explanation.Title)),
                        actual is null ? $"profile '{registration.Profile}', which is not declared here" : Explanation.Title(actual)
                    )
                );
            }
            else if (candidates.Length == 1)
            {
                agreed++;
            }
            else
            {
                unknown++;
            }
        }

        return new(agreed, unknown, disagreements);
    }

    public string Text() =>
        string.Concat(
            (
                (string[])
                    [
                        $"{Agreed} registrations have the expected profile; {NotKnown} cannot be determined, "
                            + "because the API does not return facts such as groups.",
                    ]
            )
                .Concat(
                    Disagreements.Count == 0
                        ? ["No registration has another profile."]
                        : Disagreements.Select(one => $"  {one.Device}: {one.Expected} expected, Cloudflare says {one.Actual}")
                )
                .Select(line => line + "\n")
        );

    public JsonObject Json() =>
        new()
        {
            ["agreed"] = Agreed,
            ["notKnown"] = NotKnown,
            ["disagreements"] = new JsonArray([
                .. Disagreements.Select(one => new JsonObject
                {
                    ["device"] = one.Device,
                    ["expected"] = one.Expected,
                    ["actual"] = one.Actual,
                }),
            ]),
        };
}
