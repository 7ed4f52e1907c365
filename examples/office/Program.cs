using Office;
using Pulumi;

return await Deployment.RunAsync<OfficeStack>();
