using Guides;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    Lists.Declare();
    NetworkChecks.Declare();
    Renaming.Declare();
    Migrating.Declare();
    Secrets.Declare();
});
