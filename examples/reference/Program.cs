using Pulumi;
using Reference;

// Each region is the example of the resource or function that it is named after; `make generate` puts them on their pages.
return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var outputs = new Dictionary<string, object?>();
    Profiles.Declare(config, outputs);
    Lists.Declare(outputs);
    Expressions.Declare(outputs);
    Devices.Declare(config, outputs);
    Account.Declare(config, outputs);
    Connectors.Declare(config, outputs);
    return outputs;
});
