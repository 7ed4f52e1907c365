using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Properties;

namespace ZeroTrust.Engine.Tests.Deploying;

[CancelAfter(900_000)]
internal sealed class UpdateTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task Start() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public async Task Stop() => await _sandbox.DisposeAsync();

    [Test]
    public async Task It_creates_updates_and_deletes_as_the_program_declares()
    {
        await _sandbox.UpAsync(async script =>
        {
            await script.ThingAsync("kept", Bag.Of(("size", 1)));
            await script.ThingAsync("dropped", Bag.Of());
        });
        var second = await _sandbox.UpAsync(script => script.ThingAsync("kept", Bag.Of(("size", 2))));

        Assert.That(second.ExitCode, Is.Zero);
        Assert.That(second.With(StepOp.Update).Select(urn => urn.Name), Is.EqualTo(["kept"]));
        Assert.That(second.With(StepOp.Delete).Select(urn => urn.Name), Is.EqualTo(["dropped"]));
        Assert.That(_sandbox.Provider.Objects.Keys, Is.EqualTo(["kept-1"]));
    }

    [Test]
    public async Task A_preview_changes_neither_objects_nor_state()
    {
        var result = await _sandbox.PreviewAsync(script => script.ThingAsync("a", Bag.Of()));

        Assert.That(result.With(StepOp.Create).Select(urn => urn.Name), Does.Contain("a"));
        Assert.That(_sandbox.Provider.CallsOf("Create"), Is.Empty);
        Assert.That(_sandbox.Load().Resources, Is.Empty);
    }

    [TestCase(1, 1)]
    [TestCase(3, 3)]
    public async Task Parallelism_is_used_and_limited(int parallel, int most)
    {
        _sandbox.Parallel = parallel;
        using var full = new SemaphoreSlim(0);
        var waiting = 0;
        _sandbox.Provider.Before = async (method, _, ct) =>
        {
            if (method == "Create" && Interlocked.Increment(ref waiting) <= parallel)
            {
                // The first steps wait for each other, so they must run concurrently.
                if (waiting == parallel)
                {
                    full.Release(parallel);
                }
                await full.WaitAsync(ct);
            }
        };

        await _sandbox.UpAsync(script => Task.WhenAll(Enumerable.Range(0, 9).Select(number => script.ThingAsync($"t{number}", Bag.Of()))));

        Assert.That(_sandbox.Provider.MostAtOnce, Is.EqualTo(most));
    }

    [Test]
    public async Task A_failed_create_is_reported_and_not_recorded()
    {
        _sandbox.Provider.Before = Fail("Create", "bad", "no room");

        var result = await _sandbox.UpAsync(async script =>
        {
            await script.ThingAsync("good", Bag.Of());
            await script.ThingAsync("bad", Bag.Of());
        });

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(
            result.Diagnostics.Where(diagnostic => diagnostic.Urn.Name == "bad").Select(diagnostic => diagnostic.Message),
            Is.EqualTo(["no room"])
        );
        Assert.That(_sandbox.Resources.Select(resource => resource.Urn.Name), Is.EqualTo(["good"]));
        Assert.That(_sandbox.Load().PendingOperations, Is.Empty);
    }

    [Test]
    public async Task After_a_failure_nothing_is_deleted()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("old", Bag.Of()));
        _sandbox.Provider.Before = Fail("Create", "bad", "no room");

        await _sandbox.UpAsync(script => script.ThingAsync("bad", Bag.Of()));

        Assert.That(_sandbox.Provider.CallsOf("Delete"), Is.Empty);
        Assert.That(_sandbox.Resources.Select(resource => resource.Urn.Name), Is.EqualTo(["old"]));
    }

    [Test]
    public async Task Continue_on_error_skips_dependents_of_the_failed_resource_and_does_the_rest()
    {
        _sandbox.Provider.Before = Fail("Create", "bad", "no room");
        var answers = new List<Result>();

        var result = await _sandbox.UpAsync(
            async script =>
            {
                var bad = await script.ThingAsync("bad", Bag.Of());
                answers.Add(bad.Result);
                answers.Add((await script.ThingAsync("dependent", Bag.Of(), options => options.Dependencies.Add(bad.Urn))).Result);
                answers.Add((await script.ThingAsync("other", Bag.Of())).Result);
            },
            new() { ContinueOnError = true }
        );

        Assert.That(answers, Is.EqualTo([Result.Fail, Result.Skip, Result.Success]));
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(_sandbox.Resources.Select(resource => resource.Urn.Name), Is.EqualTo(["other"]));
    }

    [Test]
    public async Task A_partially_created_object_is_recorded_and_repaired_by_the_next_update()
    {
        var partial = new ErrorResourceInitFailed
        {
            Id = "half-1",
            Properties = Bag.Of(("size", 1), ("serial", "half-1")),
            Reasons = { "second half failed" },
        };
        _sandbox.Provider.Before = (method, _, _) => method == "Create" ? throw Unfinished(partial) : Task.CompletedTask;
        var first = await _sandbox.UpAsync(script => script.ThingAsync("half", Bag.Of(("size", 1))));
        var recorded = _sandbox.Resource("half");
        _sandbox.Provider.Before = (_, _, _) => Task.CompletedTask;

        var second = await _sandbox.UpAsync(script => script.ThingAsync("half", Bag.Of(("size", 1))));

        Assert.That(first.ExitCode, Is.EqualTo(1));
        Assert.That((recorded.Id, recorded.InitErrors.Single()), Is.EqualTo(("half-1", "second half failed")));
        Assert.That(second.With(StepOp.Update).Select(urn => urn.Name), Is.EqualTo(["half"]));
        Assert.That(_sandbox.Resource("half").InitErrors, Is.Empty);
    }

    [Test]
    public async Task A_partial_update_keeps_the_old_inputs_so_that_it_is_repeated()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("size", 1))));
        var partial = new ErrorResourceInitFailed
        {
            Id = "a-1",
            Properties = Bag.Of(("size", 2), ("serial", "a-1")),
            Reasons = { "not yet" },
        };
        _sandbox.Provider.Before = (method, _, _) => method == "Update" ? throw Unfinished(partial) : Task.CompletedTask;

        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("size", 2))));

        var recorded = _sandbox.Resource("a");
        Assert.That(recorded.Inputs.Fields["size"].NumberValue, Is.EqualTo(1));
        Assert.That(recorded.Outputs.Fields["size"].NumberValue, Is.EqualTo(2));
        Assert.That(recorded.InitErrors, Is.EqualTo(["not yet"]));
    }

    [Test]
    public async Task Inputs_that_fail_the_check_stop_the_run_with_their_path()
    {
        var result = await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("invalid", true))));

        Assert.That(
            result.Diagnostics.Select(diagnostic => diagnostic.Message),
            Has.Some.EqualTo("memory:index:Thing 'a': property invalid: is not allowed")
        );
        Assert.That(_sandbox.Provider.CallsOf("Create"), Is.Empty);
    }

    [Test]
    public async Task A_replacement_is_created_first_and_the_old_one_deleted_at_the_end()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("fixedName", "x"))));
        _sandbox.Provider.Calls.Clear();

        var result = await _sandbox.UpAsync(async script =>
        {
            await script.ThingAsync("a", Bag.Of(("fixedName", "y")));
            await script.ThingAsync("later", Bag.Of());
        });

        Assert.That(_sandbox.Provider.CallsOf("Create", "Delete"), Is.EqualTo(["Create a", "Create later", "Delete a"]));
        Assert.That(
            result.Steps.Where(step => step.Urn.Name == "a").Select(step => step.Op),
            Is.EqualTo([StepOp.CreateReplacement, StepOp.Replace, StepOp.DeleteReplaced])
        );
        Assert.That(_sandbox.Resources.Select(resource => resource.Id), Is.EquivalentTo(["a-2", "later-3"]));
    }

    [Test]
    public async Task Delete_before_replace_deletes_dependents_that_cannot_outlive_it()
    {
        Task Program(Script script, string exclusive) => Declare(script, exclusive);
        await _sandbox.UpAsync(script => Program(script, "x"));
        _sandbox.Provider.Calls.Clear();

        await _sandbox.UpAsync(script => Program(script, "y"));

        Assert.That(
            _sandbox.Provider.CallsOf("Create", "Delete", "Update"),
            Is.EqualTo(["Delete bound", "Delete root", "Create root", "Create bound", "Update loose"])
        );
        Assert.That(_sandbox.Resources.Select(resource => resource.Urn.Name), Is.EquivalentTo(["root", "bound", "loose"]));
        Assert.That(_sandbox.Resources.Where(resource => resource.PendingReplacement || resource.Delete), Is.Empty);

        // "fixed" inputs replace, so a resource that refers to the root in one must be replaced with it.
        static async Task Declare(Script script, string exclusive)
        {
            var root = await script.ThingAsync("root", Bag.Of(("exclusiveName", exclusive)));
            await script.ThingAsync("bound", Bag.Of(("fixedRoot", root.Id)), options => Needs(options, "fixedRoot", root.Urn));
            await script.ThingAsync("loose", Bag.Of(("root", root.Id)), options => Needs(options, "root", root.Urn));
        }
    }

    [Test]
    public async Task A_replacement_that_fails_after_its_deletion_is_created_by_the_next_update()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("exclusiveName", "x"))));
        _sandbox.Provider.Before = Fail("Create", "a", "no room");
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("exclusiveName", "y"))));
        var between = _sandbox.Resource("a");
        _sandbox.Provider.Before = (_, _, _) => Task.CompletedTask;

        var result = await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("exclusiveName", "y"))));

        Assert.That(between.PendingReplacement);
        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(_sandbox.Provider.CallsOf("Delete"), Is.EqualTo(["Delete a"]));
        Assert.That(_sandbox.Resource("a").PendingReplacement, Is.False);
    }

    [Test]
    public async Task The_delete_before_replace_option_overrides_the_provider()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("exclusiveName", "x"))));
        _sandbox.Provider.Calls.Clear();

        await _sandbox.UpAsync(script =>
            script.ThingAsync("a", Bag.Of(("exclusiveName", "y")), options => options.DeleteBeforeReplaceDefined = true)
        );

        Assert.That(_sandbox.Provider.CallsOf("Create", "Delete"), Is.EqualTo(["Create a", "Delete a"]));
    }

    [Test]
    public async Task Protected_resources_are_neither_deleted_nor_replaced()
    {
        Task Declare(Script script, string name) => script.ThingAsync("a", Bag.Of(("fixedName", name)), options => options.Protect = true);
        await _sandbox.UpAsync(script => Declare(script, "x"));

        var replaced = await _sandbox.UpAsync(script => Declare(script, "y"));
        var deleted = await _sandbox.UpAsync(_ => Task.CompletedTask);
        var destroyed = await _sandbox.DestroyAsync();

        Assert.That(new[] { replaced.ExitCode, deleted.ExitCode, destroyed.ExitCode }, Is.EqualTo([1, 1, 1]));
        Assert.That(_sandbox.Provider.Objects.Keys, Is.EqualTo(["a-1"]));
        Assert.That(_sandbox.Resource("a").Id, Is.EqualTo("a-1"));
    }

    [Test]
    public async Task Ignored_changes_never_reach_the_provider()
    {
        Task Declare(Script script, int size, string tag) =>
            script.ThingAsync(
                "a",
                Bag.Of(("size", size), ("tags", Bag.Of(("x", tag), ("y", tag)))),
                options => options.IgnoreChanges.Add(["size", "tags.*"])
            );
        await _sandbox.UpAsync(script => Declare(script, 1, "old"));

        var result = await _sandbox.UpAsync(script => Declare(script, 2, "new"));

        Assert.That(result.HasChanges, Is.False);
        Assert.That(_sandbox.Resource("a").Inputs.Fields["size"].NumberValue, Is.EqualTo(1));
    }

    [Test]
    public async Task Replace_on_changes_turns_an_update_into_a_replacement()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("size", 1))));

        var result = await _sandbox.UpAsync(script =>
            script.ThingAsync("a", Bag.Of(("size", 2)), options => options.ReplaceOnChanges.Add("size"))
        );

        Assert.That(result.With(StepOp.Replace).Select(urn => urn.Name), Is.EqualTo(["a"]));
    }

    [Test]
    public async Task Retained_resources_are_forgotten_and_their_objects_stay()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(), options => options.RetainOnDelete = true));

        await _sandbox.UpAsync(_ => Task.CompletedTask);

        Assert.That(_sandbox.Resources, Is.Empty);
        Assert.That(_sandbox.Provider.Objects.Keys, Is.EqualTo(["a-1"]));
    }

    [Test]
    public async Task A_resource_deleted_with_another_is_not_deleted_by_itself()
    {
        await _sandbox.UpAsync(async script =>
        {
            var server = await script.ThingAsync("server", Bag.Of());
            await script.ThingAsync("disk", Bag.Of(), options => options.DeletedWith = server.Urn);
        });

        await _sandbox.DestroyAsync();

        Assert.That(_sandbox.Provider.CallsOf("Delete"), Is.EqualTo(["Delete server"]));
        Assert.That(_sandbox.Load().Resources, Is.Empty);
    }

    [Test]
    public async Task A_renamed_resource_is_the_same_one_and_so_are_its_children()
    {
        await _sandbox.UpAsync(async script =>
        {
            var parent = await script.RegisterAsync(
                new()
                {
                    Type = "office:index:Site",
                    Name = "old",
                    Parent = script.Stack.Value,
                }
            );
            await script.ThingAsync("old-thing", Bag.Of(), options => options.Parent = parent.Urn);
        });

        var result = await _sandbox.UpAsync(async script =>
        {
            var site = new RegisterResourceRequest
            {
                Type = "office:index:Site",
                Name = "new",
                Parent = script.Stack.Value,
            };
            site.Aliases.Add(new Pulumirpc.Alias { Spec = new() { Name = "old" } });
            var parent = await script.RegisterAsync(site);
            await script.ThingAsync("new-thing", Bag.Of(), options => options.Parent = parent.Urn);
        });

        Assert.That(result.HasChanges, Is.False);
        Assert.That(_sandbox.Resources.Select(resource => (resource.Urn.Name, resource.Id)), Is.EqualTo([("new-thing", "old-thing-1")]));
    }

    [Test]
    public async Task An_alias_may_be_a_full_urn()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("old", Bag.Of()));

        var result = await _sandbox.UpAsync(script =>
            script.ThingAsync("new", Bag.Of(), options => options.AliasURNs.Add(_sandbox.UrnOf("old").Value))
        );

        Assert.That(result.HasChanges, Is.False);
        Assert.That(_sandbox.Resource("new").Id, Is.EqualTo("old-1"));
    }

    [Test]
    public async Task Two_resources_with_the_same_name_are_refused()
    {
        var result = await _sandbox.UpAsync(async script =>
        {
            await script.ThingAsync("a", Bag.Of());
            await script.ThingAsync("a", Bag.Of());
        });

        Assert.That(
            result.Diagnostics.Select(diagnostic => diagnostic.Message),
            Has.Some.Contains("Two resources with the same parent have the name 'a'")
        );
    }

    [Test]
    public async Task Additional_secret_outputs_and_outputs_of_secret_inputs_are_secret()
    {
        RegisterResourceResponse? answer = null;

        await _sandbox.UpAsync(async script =>
            answer = await script.ThingAsync(
                "a",
                Bag.Of(("password", Bag.ToValue("p").AsSecret()), ("plain", "x")),
                options => options.AdditionalSecretOutputs.Add("serial")
            )
        );

        Assert.That(
            answer!.Object.Fields.Where(field => field.Value.IsSecret()).Select(field => field.Key),
            Is.EquivalentTo(["password", "serial"])
        );
    }

    [Test]
    public async Task Custom_timeouts_reach_the_provider_in_seconds()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(), options => options.CustomTimeouts = new() { Create = "1m30s" }));

        Assert.That(_sandbox.Provider.Requests.OfType<CreateRequest>().Single().Timeout, Is.EqualTo(90));
        Assert.That(_sandbox.Resource("a").CustomTimeouts.Create, Is.EqualTo(90));
    }

    [Test]
    public async Task The_import_option_imports_an_object_and_then_updates_it_to_match_the_program()
    {
        _sandbox.Provider.Objects["existing"] = Bag.Of(("size", 1), ("serial", "existing"));

        var result = await _sandbox.UpAsync(script =>
            script.ThingAsync("a", Bag.Of(("size", 2)), options => options.ImportId = "existing")
        );
        var again = await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("size", 2)), options => options.ImportId = "existing"));

        Assert.That(result.Steps.Where(step => step.Urn.Name == "a").Select(step => step.Op), Is.EqualTo([StepOp.Import, StepOp.Update]));
        Assert.That(_sandbox.Provider.Objects["existing"].Fields["size"].NumberValue, Is.EqualTo(2));
        Assert.That(_sandbox.Resources, Has.Count.EqualTo(1));
        Assert.That(again.HasChanges, Is.False);
    }

    [Test]
    public async Task Importing_a_missing_object_fails_with_its_id()
    {
        var result = await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(), options => options.ImportId = "nowhere"));

        Assert.That(
            result.Diagnostics.Select(diagnostic => diagnostic.Message),
            Has.Some.Contains("No memory:index:Thing has the id 'nowhere'")
        );
    }

    [Test]
    public async Task A_resource_that_is_only_read_is_never_deleted()
    {
        _sandbox.Provider.Objects["theirs"] = Bag.Of(("size", 5), ("serial", "theirs"));
        ReadResourceResponse? answer = null;
        await _sandbox.UpAsync(async script =>
            answer = await script.Monitor.ReadResourceAsync(
                new()
                {
                    Type = Sandbox.Type,
                    Name = "theirs",
                    Id = "theirs",
                    Parent = script.Stack.Value,
                    Version = "1.0.0",
                    AcceptSecrets = true,
                }
            )
        );
        var recorded = _sandbox.Resource("theirs");

        await _sandbox.UpAsync(_ => Task.CompletedTask);

        Assert.That(answer!.Properties.Fields["size"].NumberValue, Is.EqualTo(5));
        Assert.That(recorded.External);
        Assert.That(_sandbox.Provider.Objects.Keys, Is.EqualTo(["theirs"]));
        Assert.That(_sandbox.Resources, Is.Empty);
    }

    [Test]
    public async Task A_provider_with_unknown_configuration_is_not_called_in_a_preview()
    {
        var result = await _sandbox.PreviewAsync(async script =>
        {
            var provider = await script.RegisterAsync(
                new()
                {
                    Type = "pulumi:providers:memory",
                    Name = "late",
                    Custom = true,
                    Parent = script.Stack.Value,
                    Version = "1.0.0",
                    Object = Bag.Of(("endpoint", ZeroTrust.Protocol.Values.PropertySignatures.Unknown)),
                }
            );
            await script.ThingAsync("a", Bag.Of(), options => options.Provider = $"{provider.Urn}::{provider.Id}");
        });

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(_sandbox.Provider.CallsOf("Configure", "Check", "PreviewCreate"), Is.Empty);
    }

    [Test]
    public async Task Functions_are_called_in_previews()
    {
        ResourceInvokeResponse? answer = null;

        await _sandbox.PreviewAsync(async script =>
            answer = await script.Monitor.InvokeAsync(
                new()
                {
                    Tok = "memory:index:echo",
                    Args = Bag.Of(("x", 1)),
                    Version = "1.0.0",
                }
            )
        );

        Assert.That(answer!.Return.Fields["x"].NumberValue, Is.EqualTo(1));
        Assert.That(_sandbox.Provider.Requests.OfType<InvokeRequest>().Single().Preview);
    }

    [Test]
    public async Task Source_positions_are_recorded_relative_to_the_project()
    {
        SourcePosition At(string path) =>
            new()
            {
                Uri = new Uri(path).AbsoluteUri,
                Line = 7,
                Column = 3,
            };

        await _sandbox.UpAsync(async script =>
        {
            await script.ThingAsync(
                "inside",
                Bag.Of(),
                options => options.SourcePosition = At(Path.Combine(_sandbox.Directory, "src", "Program.cs"))
            );
            await script.ThingAsync("outside", Bag.Of(), options => options.SourcePosition = At("/elsewhere/Program.cs"));
        });

        Assert.That(_sandbox.Resource("inside").SourcePosition, Is.EqualTo("project:///src/Program.cs#7,3"));
        Assert.That(_sandbox.Resource("outside").SourcePosition, Is.Empty);
    }

    [Test]
    public async Task Stack_outputs_are_part_of_the_result_and_of_the_state()
    {
        var result = await _sandbox.UpAsync(script => script.OutputsAsync(script.Stack, Bag.Of(("answer", 42))));

        Assert.That(result.Outputs.Fields["answer"].NumberValue, Is.EqualTo(42));
        Assert.That(_sandbox.Load().Stack!.Outputs.Fields["answer"].NumberValue, Is.EqualTo(42));
    }

    [Test]
    public async Task Only_targets_are_changed()
    {
        await _sandbox.UpAsync(async script =>
        {
            await script.ThingAsync("a", Bag.Of(("size", 1)));
            await script.ThingAsync("b", Bag.Of(("size", 1)));
        });

        var result = await _sandbox.UpAsync(
            async script =>
            {
                await script.ThingAsync("a", Bag.Of(("size", 2)));
                await script.ThingAsync("b", Bag.Of(("size", 2)));
                await script.ThingAsync("c", Bag.Of());
            },
            new() { Targets = [_sandbox.UrnOf("a").Value] }
        );

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(_sandbox.Provider.CallsOf("Create", "Update"), Is.EqualTo(["Create a", "Create b", "Update a"]));
        Assert.That(_sandbox.Resources.Select(resource => resource.Urn.Name), Is.EquivalentTo(["a", "b"]));
    }

    [Test]
    public async Task Unexpected_changes_end_with_exit_code_7()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("size", 1))));

        var same = await _sandbox.PreviewAsync(script => script.ThingAsync("a", Bag.Of(("size", 1))), new() { ExpectNoChanges = true });
        var changed = await _sandbox.PreviewAsync(script => script.ThingAsync("a", Bag.Of(("size", 2))), new() { ExpectNoChanges = true });

        Assert.That((same.ExitCode, changed.ExitCode), Is.EqualTo((0, 7)));
    }

    [Test]
    public async Task An_error_that_a_provider_logs_fails_the_run()
    {
        var result = await _sandbox.UpAsync(script =>
            script.Engine.LogAsync(new() { Severity = LogSeverity.Error, Message = "out of paper" }).ResponseAsync
        );

        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task A_program_that_fails_deletes_nothing()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of()));

        var result = await _sandbox.UpAsync(_ => throw new InvalidOperationException("boom"));

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Message), Has.Some.EqualTo("boom"));
        Assert.That(_sandbox.Provider.Objects.Keys, Is.EqualTo(["a-1"]));
    }

    private static Func<string, string, CancellationToken, Task> Fail(string method, string name, string message) =>
        (called, about, _) =>
            called == method && about == name ? throw new RpcException(new(StatusCode.ResourceExhausted, message)) : Task.CompletedTask;

    private static void Needs(RegisterResourceRequest request, string property, string urn)
    {
        request.Dependencies.Add(urn);
        request.PropertyDependencies[property] = new() { Urns = { urn } };
    }

    private static RpcException Unfinished(ErrorResourceInitFailed partial) =>
        new Google.Rpc.Status
        {
            Code = (int)StatusCode.Unknown,
            Message = "partial",
            Details = { Any.Pack(partial) },
        }.ToRpcException();
}
