using Pulumi;
using Sites;

return await Deployment.RunAsync<SitesStack>();
