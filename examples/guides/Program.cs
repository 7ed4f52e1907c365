using Guides;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    Lists.Declare();
    Renaming.Declare();
    Migrating.Declare();
    Secrets.Declare();
});
