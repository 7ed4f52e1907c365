// CommonJS; an explicit provider and every option that affects creating, changing and deleting resources.
const pulumi = require('@pulumi/pulumi');

const config = new pulumi.Config();
const account = new pulumi.Config('zerotrust');

const provider = new pulumi.ProviderResource('zerotrust', 'explicit', {
  accountId: account.require('accountId'),
  apiToken: account.requireSecret('apiToken'),
  baseUrl: account.require('baseUrl'),
  maxRetries: 2,
});

const renamed = config.getBoolean('renamed') ?? false;
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

new pulumi.CustomResource('zerotrust:index:DeviceProfile', 'adopted', {
  name: 'found', match: 'os.name == "ios"', precedence: 8,
}, { provider, import: config.require('adopt') });

const site = config.get('site') ?? 'lab';
const replaced = new pulumi.CustomResource('zerotrust:index:WarpConnectorTunnel', 'lab', { name: site, tunnelId: undefined }, {
  provider, replaceOnChanges: ['name'], deleteBeforeReplace: true, customTimeouts: { create: '2m' },
});

const kept = new pulumi.CustomResource('zerotrust:index:WarpConnectorTunnel', 'kept', { name: 'kept', tunnelId: undefined }, {
  provider, retainOnDelete: true,
});

exports.policyId = profile.policyId;
exports.captivePortal = standard.captivePortal;
exports.tunnelId = replaced.tunnelId;
exports.kept = kept.tunnelId;
