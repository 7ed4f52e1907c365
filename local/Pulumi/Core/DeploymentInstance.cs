using System.Collections.Immutable;
using Pulumi.Run;

namespace Pulumi;

/// <summary>The run of a program: its settings and provider functions.</summary>
public sealed class DeploymentInstance
{
    private readonly DeploymentContext _deployment;

    internal DeploymentInstance(DeploymentContext deployment)
    {
        _deployment = deployment;
    }

    public string StackName => _deployment.Settings.Stack;

    public string ProjectName => _deployment.Settings.Project;

    public string OrganizationName => _deployment.Settings.Organization;

    /// <summary>Whether this is a preview: nothing changes, and outputs that depend on changes are unknown.</summary>
    public bool IsDryRun => _deployment.Settings.IsDryRun;

    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        new(_deployment.Functions.InvokeOutputAsync<T>(token, args, options));

    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        new(_deployment.Functions.InvokeOutputAsync<T>(token, args, options));

    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(result => Single(token, result));

    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(result => Single(token, result));

    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        _deployment.Functions.InvokePlainAsync<T>(token, args, options);

    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null) =>
        _deployment.Functions.InvokePlainAsync<ImmutableDictionary<string, object?>>(token, args, options);

    public async Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        Single(token, await InvokeAsync<ImmutableDictionary<string, T>>(token, args, options));

    /// <summary>Calls a method of a resource.</summary>
    public Output<T> Call<T>(string token, CallArgs args, Resource? self = null, CallOptions? options = null) =>
        new(_deployment.Functions.CallAsync<T>(token, args, self, options));

    /// <summary>Calls a method of a resource that returns nothing; the program waits for it.</summary>
    public void Call(string token, CallArgs args, Resource? self = null, CallOptions? options = null) =>
        _deployment.Work.Add(_deployment.Functions.CallAsync<ImmutableDictionary<string, object?>>(token, args, self, options));

    private static T Single<T>(string token, ImmutableDictionary<string, T> result) =>
        result.Count == 1
            ? result.Values.Single()
            : throw new InvalidOperationException($"{token} returned {result.Count} values where one was expected.");
}
