using Interop;
using Pulumi;

// One program stands for all stacks: the project says for which.
return Environment.GetEnvironmentVariable("PULUMI_PROJECT") switch
{
    "office" => await Deployment.RunAsync(OfficeStack.Declare),
    "lab" => await Deployment.RunAsync(LabStack.Declare),
    "transforms" => await Deployment.RunAsync(() => Task.FromResult(TransformsStack.Declare()), TransformsStack.Options),
    "broken" => await Deployment.RunAsync(BrokenStack.Declare),
    var other => throw new InvalidOperationException($"There is no stack '{other}' here."),
};
