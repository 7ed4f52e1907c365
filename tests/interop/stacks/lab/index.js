// CommonJS; an explicit provider, a rename with an alias, a transformation, a resource that is only read.
const pulumi = require('@pulumi/pulumi');

const config = new pulumi.Config();
const account = new pulumi.Config('zerotrust');

const provider = new pulumi.ProviderResource('zerotrust', 'explicit', {
  accountId: account.require('accountId'),
  apiToken: account.requireSecret('apiToken'),
  baseUrl: account.require('baseUrl'),
  maxRetries: 2,
});

const renamed = config.getBoolean('renamed');
const profile = new pulumi.CustomResource('zerotrust:index:DeviceProfile', renamed ? 'new' : 'old', {
  name: 'lab', match: 'os.name == "linux"', precedence: 7, policyId: undefined,
}, {
  provider,
  aliases: renamed ? [{ name: 'old' }] : [],
  transformations: [({ props, opts }) => ({ props: { ...props, description: 'transformed' }, opts })],
  additionalSecretOutputs: ['gatewayUniqueId'],
});

const standard = new pulumi.CustomResource('zerotrust:index:DefaultDeviceProfile', 'standard', { captivePortal: undefined }, {
  provider, id: account.require('accountId'),
});

const replaced = new pulumi.CustomResource('zerotrust:index:WarpConnectorTunnel', 'lab', {
  name: 'lab', ha: config.getBoolean('ha') ?? false, tunnelId: undefined,
}, { provider, retainOnDelete: false });

exports.policyId = profile.policyId;
exports.captivePortal = standard.captivePortal;
exports.tunnelId = replaced.tunnelId;
