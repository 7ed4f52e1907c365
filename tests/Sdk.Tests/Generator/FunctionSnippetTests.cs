namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>Signatures of functions.</summary>
public sealed class FunctionSnippetTests
{
    [Test]
    public void A_function_with_a_required_input_has_both_forms() =>
        AssertSignatures(
            """
            "inputs": { "properties": { "name": { "type": "string" } }, "required": ["name"] },
            "outputs": { "properties": { "id": { "type": "string" } } }
            """,
            "public static Task<GetZoneResult> InvokeAsync(GetZoneArgs args, InvokeOptions? options = null)",
            "public static Output<GetZoneResult> Invoke(GetZoneInvokeArgs args, InvokeOptions? options = null)",
            "public static Output<GetZoneResult> Invoke(GetZoneInvokeArgs args, InvokeOutputOptions options)"
        );

    [Test]
    public void Optional_inputs_make_the_arguments_optional() =>
        AssertSignatures(
            """
            "inputs": { "properties": { "name": { "type": "string" } } },
            "outputs": { "properties": { "id": { "type": "string" } } }
            """,
            "public static Task<GetZoneResult> InvokeAsync(GetZoneArgs? args = null, InvokeOptions? options = null)",
            "public static Output<GetZoneResult> Invoke(GetZoneInvokeArgs? args = null, InvokeOptions? options = null)",
            "public static Output<GetZoneResult> Invoke(GetZoneInvokeArgs args, InvokeOutputOptions options)"
        );

    [Test]
    public void A_function_without_inputs_takes_options_only() =>
        AssertSignatures(
            """ "outputs": { "properties": { "id": { "type": "string" } } } """,
            "public static Task<GetZoneResult> InvokeAsync(InvokeOptions? options = null)",
            "public static Output<GetZoneResult> Invoke(InvokeOptions? options = null)",
            "public static Output<GetZoneResult> Invoke(InvokeOutputOptions options)"
        );

    [Test]
    public void A_function_without_a_result_has_only_the_plain_form() =>
        AssertSignatures(
            """ "inputs": { "properties": { "name": { "type": "string" } } } """,
            "public static Task InvokeAsync(GetZoneArgs? args = null, InvokeOptions? options = null)"
        );

    [Test]
    public void An_empty_object_is_no_result() =>
        Assert.That(
            A.Generate(Schema(""" "outputs": { "properties": {} } """), "GetZone.cs"),
            Does.Contain("public static Task InvokeAsync(InvokeOptions? options = null)").And.Not.Contain("GetZoneResult")
        );

    [Test]
    public void A_function_that_is_not_plain_has_only_the_output_form() =>
        AssertSignatures(
            """ "plain": false, "outputs": { "properties": { "id": { "type": "string" } } } """,
            "public static Output<GetZoneResult> Invoke(InvokeOptions? options = null)",
            "public static Output<GetZoneResult> Invoke(InvokeOutputOptions options)"
        );

    [Test]
    public void A_single_value_result_is_returned_unwrapped()
    {
        var code = AssertSignatures(
            """ "outputs": { "type": "array", "items": { "type": "string" } } """,
            "public static Task<ImmutableArray<string>> InvokeAsync(InvokeOptions? options = null)",
            "public static Output<ImmutableArray<string>> Invoke(InvokeOptions? options = null)",
            "public static Output<ImmutableArray<string>> Invoke(InvokeOutputOptions options)"
        );

        Assert.That(code, Does.Contain("InvokeSingleAsync<ImmutableArray<string>>(\"acme:index:getZone\", InvokeArgs.Empty"));
    }

    [Test]
    public void Positional_arguments_keep_the_order_of_the_schema() =>
        AssertSignatures(
            """
            "multiArgumentInputs": ["b", "a"],
            "inputs": { "properties": { "a": { "type": "integer" }, "b": { "type": "string" } }, "required": ["b"] },
            "outputs": { "type": "string" }
            """,
            "public static Task<string> InvokeAsync(string b, int? a = null, InvokeOptions? invokeOptions = null)",
            "public static Output<string> Invoke(Input<string> b, Input<int>? a = null, InvokeOptions? invokeOptions = null)"
        );

    [Test]
    public void Positional_arguments_of_every_type_are_sent_through_a_class_of_arguments()
    {
        var code = A.Generate(
            Schema(
                """
                "multiArgumentInputs": ["b", "a"],
                "inputs": {
                  "properties": {
                    "a": { "type": "object", "additionalProperties": { "type": "string" } },
                    "b": { "type": "array", "items": { "type": "string" } }
                  },
                  "required": ["b"]
                },
                "outputs": { "type": "string" }
                """
            ),
            "GetZone.cs"
        );

        Assert.That(code, Does.Contain("new GetZoneArgs { B = b, A = a! }"));
        Assert.That(code, Does.Contain("new GetZoneInvokeArgs { B = b, A = a! }"));
    }

    [Test]
    public void A_deprecated_function_is_marked_obsolete() =>
        Assert.That(
            A.Generate(Schema(""" "deprecationMessage": "Gone." """), "GetZone.cs"),
            Does.Contain("[Obsolete(\"Gone.\")]\npublic static class GetZone")
        );

    [Test]
    public void A_result_is_filled_through_parameters_with_wire_names() =>
        Assert.That(
            A.Generate(
                Schema(
                    """ 
                    "outputs": { "properties": { "class": { "type": "string" }, "x-tag": { "type": "integer" } }, "required": ["class"] }
                    """
                ),
                "GetZone.cs"
            ),
            Does.Contain(
                """
                    private GetZoneResult(
                        string @class,
                        [OutputConstructorParameter("x-tag")] int? xTag)
                    {
                        Class = @class;
                        XTag = xTag;
                    }
                """.ReplaceLineEndings("\n")
            )
        );

    private static string AssertSignatures(string function, params string[] signatures)
    {
        var code = A.Generate(Schema(function), "GetZone.cs");
        var found = code.Split('\n')
            .Select(line => line.Trim())
            .Where(line =>
                line.StartsWith("public static", StringComparison.Ordinal) && line.Contains(" Invoke", StringComparison.Ordinal)
            );
        Assert.That(found, Is.EqualTo(signatures));
        return code;
    }

    private static string Schema(string function) => A.Schema($$""" "functions": { "acme:index:getZone": { {{function}} } } """);
}
