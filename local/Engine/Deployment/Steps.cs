using Pulumirpc;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The object stays unchanged; its recorded options may change.</summary>
internal sealed class SameStep(ResourceState old, ResourceState current, Registration? registration, bool targeted = true)
    : Step(StepOp.Same, old, current, registration)
{
    private readonly ResourceState _old = old;
    private readonly ResourceState _new = current;

    public override async Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct)
    {
        _new.Id = _old.Id;
        _new.Outputs = _old.Outputs;
        if (_new.IsProvider && targeted)
        {
            // DiffConfig found no change, so the provider keeps its recorded configuration.
            var unchanged = _new.Copy();
            unchanged.Inputs = _old.Inputs;
            await context.Providers.SameAsync(unchanged, ct);
        }
        return [];
    }

    public override void Record(Checkpoint checkpoint)
    {
        if (IsDifferent())
        {
            checkpoint.End(_old, _new);
        }
        else
        {
            checkpoint.Keep(_old, _new);
        }
    }

    private bool IsDifferent() =>
        _old.Urn != _new.Urn
        || _old.Type != _new.Type
        || _old.Custom != _new.Custom
        || _old.Provider != _new.Provider
        || _old.Parent != _new.Parent
        || _old.Protect != _new.Protect
        || _old.RetainOnDelete != _new.RetainOnDelete
        || _old.CustomTimeouts != _new.CustomTimeouts
        || _old.DeletedWith != _new.DeletedWith
        || !_old.ReplaceWith.SequenceEqual(_new.ReplaceWith)
        || !_old.Inputs.Equals(_new.Inputs)
        || !_old.Outputs.Equals(_new.Outputs)
        || !_old.Dependencies.ToHashSet().SetEquals(_new.Dependencies);
}

/// <summary>Skips creating a resource outside the targets; its outputs stay unknown.</summary>
internal sealed class SkippedCreateStep(ResourceState current, Registration registration) : Step(StepOp.Same, null, current, registration)
{
    public override Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public override void Record(Checkpoint checkpoint)
    {
        // Nothing was created.
    }

    public override void Complete() => Registration!.Complete(New!, unknown: true);
}

/// <summary>Creates a resource or a replacement.</summary>
internal sealed class CreateStep : Step
{
    private readonly bool _keepsOldUntilEnd;

    public CreateStep(ResourceState current, Registration registration)
        : base(StepOp.Create, null, current, registration) { }

    /// <param name="old">The resource to replace.</param>
    /// <param name="current">The replacement.</param>
    /// <param name="registration">The registration to complete.</param>
    /// <param name="keepsOldUntilEnd">Whether the old object still exists and is deleted at the end of the run.</param>
    public CreateStep(ResourceState? old, ResourceState current, Registration registration, bool keepsOldUntilEnd)
        : base(StepOp.CreateReplacement, old, current, registration) => _keepsOldUntilEnd = keepsOldUntilEnd;

    public override OperationKind? Operation => OperationKind.Creating;

    public override async Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct)
    {
        var state = New!;
        IReadOnlyList<string> problems = [];
        if (state.Custom)
        {
            var created = state.IsProvider
                ? await context.Providers.CreateAsync(state.Urn, state.Inputs, ct)
                : await context
                    .ProviderOf(state)
                    .CreateAsync(
                        new CreateRequest
                        {
                            Urn = state.Urn.Value,
                            Name = state.Urn.Name,
                            Type = state.Urn.Type,
                            Properties = state.Inputs,
                            Timeout = state.CustomTimeouts.Create,
                            Preview = context.Preview,
                        },
                        ct
                    );
            state.Id = created.Id;
            state.Outputs = created.Outputs ?? new();
            state.RefreshBeforeUpdate = created.RefreshBeforeUpdate;
            state.InitErrors = problems = created.InitErrors;
        }
        state.Created = state.Modified = context.Clock.GetUtcNow();
        if (_keepsOldUntilEnd && Old is not null)
        {
            Old.Delete = true;
        }
        return problems;
    }

    public override void Record(Checkpoint checkpoint)
    {
        var wasDeleted = Old is { PendingReplacement: true };
        checkpoint.End(wasDeleted ? Old : null, New, marked: wasDeleted ? null : Old);
    }
}

/// <summary>Changes a resource in place.</summary>
internal sealed class UpdateStep(ResourceState old, ResourceState current, Registration registration)
    : Step(StepOp.Update, old, current, registration)
{
    private readonly ResourceState _old = old;
    private readonly ResourceState _new = current;

    public override OperationKind? Operation => OperationKind.Updating;

    public override async Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct)
    {
        _new.Id = _old.Id;
        _new.Created = _old.Created;
        _new.Modified = _old.Modified;
        if (!_new.Custom)
        {
            _new.Outputs = _old.Outputs;
            return [];
        }
        var updated = _new.IsProvider
            ? await context.Providers.UpdateAsync(_new.Urn, _new.Id, _new.Inputs, ct)
            : await context
                .ProviderOf(_new)
                .UpdateAsync(
                    new UpdateRequest
                    {
                        Id = _old.Id,
                        Urn = _new.Urn.Value,
                        Name = _new.Urn.Name,
                        Type = _new.Urn.Type,
                        Olds = _old.Outputs,
                        OldInputs = _old.Inputs,
                        News = _new.Inputs,
                        Timeout = _new.CustomTimeouts.Update,
                        IgnoreChanges = { _new.IgnoreChanges },
                        Preview = context.Preview,
                    },
                    ct
                );
        _new.Outputs = updated.Outputs ?? new();
        _new.RefreshBeforeUpdate = updated.RefreshBeforeUpdate;
        _new.InitErrors = updated.InitErrors;
        if (updated.InitErrors.Count > 0)
        {
            // Partial update: keeping the old inputs makes the next run see the change again and complete it.
            _new.Inputs = _old.Inputs;
        }
        _new.Modified = context.Clock.GetUtcNow();
        return updated.InitErrors;
    }

    public override void Record(Checkpoint checkpoint) => checkpoint.End(_old, _new);
}

/// <summary>Announces a replacement between its create and delete steps.</summary>
internal sealed class ReplaceStep(ResourceState old, ResourceState current) : Step(StepOp.Replace, old, current, null)
{
    public override bool Logical => false;

    public override Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public override void Record(Checkpoint checkpoint)
    {
        // The create and delete steps record themselves.
    }
}

/// <summary>Deletes a resource or a replaced object.</summary>
internal sealed class DeleteStep : Step
{
    private readonly ResourceState _old;
    private readonly Func<Urn, bool> _isDeleted;
    private readonly bool _replacementFollows;

    /// <param name="old">The resource to delete.</param>
    /// <param name="isDeleted">Whether another resource is deleted in this run.</param>
    public DeleteStep(ResourceState old, Func<Urn, bool> isDeleted)
        : base(StepOp.Delete, old, null, null) => (_old, _isDeleted) = (old, isDeleted);

    /// <param name="old">The resource to delete.</param>
    /// <param name="isDeleted">Whether another resource is deleted in this run.</param>
    /// <param name="replacementFollows">Whether a replacement is created afterwards.</param>
    public DeleteStep(ResourceState old, Func<Urn, bool> isDeleted, bool replacementFollows)
        : base(StepOp.DeleteReplaced, old, null, null) => (_old, _isDeleted, _replacementFollows) = (old, isDeleted, replacementFollows);

    public override OperationKind? Operation => OperationKind.Deleting;

    public override async Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct)
    {
        if (Op == StepOp.Delete && _old.Protect)
        {
            throw new ProtectedException(
                $"Resource {_old.Urn.Name} ({_old.Type}) cannot be deleted because it is protected. "
                    + "Set its 'protect' option to false in the program and run up first."
            );
        }
        var goesByItself = _old.External || _old.RetainOnDelete || (!_old.DeletedWith.IsEmpty && _isDeleted(_old.DeletedWith));
        if (!context.Preview && !goesByItself && _old.Custom)
        {
            await DeleteAsync(context, ct);
        }
        if (_replacementFollows)
        {
            _old.PendingReplacement = true;
        }
        return [];
    }

    public override void Record(Checkpoint checkpoint)
    {
        if (_old.PendingReplacement)
        {
            checkpoint.Fail(_old);
        }
        else
        {
            checkpoint.End(_old, null);
        }
    }

    private async Task DeleteAsync(DeploymentContext context, CancellationToken ct)
    {
        if (_old.IsProvider)
        {
            await context.Providers.DeleteAsync(_old);
            return;
        }
        var request = new DeleteRequest
        {
            Id = _old.Id,
            Urn = _old.Urn.Value,
            Name = _old.Urn.Name,
            Type = _old.Urn.Type,
            Properties = _old.Outputs,
            OldInputs = _old.Inputs,
            Timeout = _old.CustomTimeouts.Delete,
        };
        await context.ProviderOf(_old).DeleteAsync(request, ct);
    }
}

/// <summary>Forgets a resource that was deleted for a replacement that was never created.</summary>
internal sealed class RemovePendingReplaceStep(ResourceState old) : Step(StepOp.RemovePendingReplace, old, null, null)
{
    private readonly ResourceState _old = old;

    public override Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public override void Record(Checkpoint checkpoint) => checkpoint.End(_old, null);
}

/// <summary>Reads a resource that the stack does not own.</summary>
internal sealed class ReadStep(ResourceState? old, ResourceState current, Registration registration, bool replaces)
    : Step(replaces ? StepOp.ReadReplacement : StepOp.Read, old, current, registration)
{
    public override OperationKind? Operation => OperationKind.Reading;

    public override async Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct)
    {
        var state = New!;
        IReadOnlyList<string> problems = [];
        if (state.Id != PropertySignatures.Unknown)
        {
            var request = new ReadRequest
            {
                Id = state.Id,
                Urn = state.Urn.Value,
                Name = state.Urn.Name,
                Type = state.Urn.Type,
                Properties = state.Inputs,
                Inputs = state.Inputs,
                Timeout = state.CustomTimeouts.Read,
            };
            var read = await context.ProviderOf(state).ReadAsync(request, ct);
            state.Outputs = read.Outputs ?? throw new EngineException($"No {state.Type} has the id '{state.Id}'.");
            state.Id = read.Id.Length > 0 ? read.Id : state.Id;
            state.InitErrors = problems = read.InitErrors;
        }
        if (Old is not null)
        {
            Old.Delete |= replaces;
            state.Created = Old.Created;
            state.Modified =
                Old.Inputs.Equals(state.Inputs) && Old.Outputs.Equals(state.Outputs) ? Old.Modified : context.Clock.GetUtcNow();
        }
        return problems;
    }

    public override void Record(Checkpoint checkpoint) => checkpoint.End(replaces ? null : Old, New, marked: replaces ? Old : null);
}

/// <summary>Reads the current state of a resource.</summary>
internal sealed class RefreshStep(ResourceState old) : Step(StepOp.Refresh, old, old, null)
{
    private readonly ResourceState _old = old;

    /// <summary>How the object differs from the recorded state, seen from that state.</summary>
    public DiffResult Drift { get; private set; } = DiffResult.None;

    public override async Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct)
    {
        if (!_old.Custom || _old.IsProvider || _old.PendingReplacement)
        {
            return [];
        }
        var provider = context.ProviderOf(_old);
        var request = new ReadRequest
        {
            Id = _old.Id,
            Urn = _old.Urn.Value,
            Name = _old.Urn.Name,
            Type = _old.Urn.Type,
            Properties = _old.Outputs,
            Inputs = _old.Inputs,
            Timeout = _old.CustomTimeouts.Read,
        };
        var read = await provider.ReadAsync(request, ct);
        if (read.InitErrors.Count > 0)
        {
            context.Events.Report(
                new(
                    Severity.Warning,
                    "The refreshed resource has initialization errors:\n"
                        + string.Join('\n', read.InitErrors.Select(error => $"* {error}")),
                    _old.Urn
                )
            );
        }
        if (read.Id.Length == 0 || read.Outputs is null)
        {
            New = null;
            return [];
        }
        var state = _old.Copy();
        state.Id = read.Id;
        state.Inputs = read.Inputs ?? _old.Inputs;
        state.Outputs = read.Outputs;
        state.InitErrors = read.InitErrors;
        state.RefreshBeforeUpdate = read.RefreshBeforeUpdate;
        if (!state.Inputs.Equals(_old.Inputs) || !state.Outputs.Equals(_old.Outputs))
        {
            state.Modified = context.Clock.GetUtcNow();
        }
        New = state;
        if (!_old.External)
        {
            // The provider compares the object with the recorded inputs, which is the way back; the drift is its inverse.
            var diff = await ProviderDiff.CompareAsync(context, provider, state, _old.Inputs, _old.IgnoreChanges, ct);
            Drift = (diff ?? DiffResult.None).Inverted();
        }
        return [];
    }

    public override void Record(Checkpoint checkpoint)
    {
        // PriorState.Refresh applies all outcomes at once.
    }
}

/// <summary>Imports an existing object.</summary>
internal sealed class ImportStep(ResourceState? replaced, ResourceState current, Registration? registration)
    : Step(replaced is null ? StepOp.Import : StepOp.ImportReplacement, replaced, current, registration)
{
    /// <summary>Whether the ID is recorded as the program's import option; an import by command has none.</summary>
    public bool KeepsImportId { get; init; } = true;

    public override OperationKind? Operation => OperationKind.Importing;

    public override async Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct)
    {
        var state = New!;
        var request = new ReadRequest
        {
            Id = state.ImportId,
            Urn = state.Urn.Value,
            Name = state.Urn.Name,
            Type = state.Urn.Type,
            Timeout = state.CustomTimeouts.Read,
        };
        var read = await context.ProviderOf(state).ReadAsync(request, ct);
        state.Outputs =
            read.Outputs
            ?? throw new EngineException($"No {state.Type} has the id '{state.ImportId}'; check the id and the provider's account.");
        state.Inputs =
            read.Inputs
            ?? throw new EngineException(
                $"The provider of {state.Type} does not support import: it returned no inputs for '{state.ImportId}'."
            );
        state.Id = read.Id.Length > 0 ? read.Id : state.ImportId;
        state.InitErrors = read.InitErrors;
        state.RefreshBeforeUpdate = read.RefreshBeforeUpdate;
        state.ImportId = KeepsImportId ? state.ImportId : "";
        state.Created = state.Modified = context.Clock.GetUtcNow();
        if (Old is not null)
        {
            Old.Delete = true;
        }
        return [];
    }

    public override void Record(Checkpoint checkpoint) => checkpoint.End(null, New, marked: Old);
}

/// <summary>Refuses a deletion; the rest of the run continues.</summary>
internal sealed class ProtectedException(string message) : Exception(message);
