// CommonJS; the provider's own components, with unknown and secret values, an explicit provider, an alias and a transform.
const pulumi = require('@pulumi/pulumi');

const config = new pulumi.Config();
const account = new pulumi.Config('zerotrust');
const remote = true;

class ManagedProfile extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    super('zerotrust:index:ManagedProfile', name, { policyId: undefined, ...args }, opts, remote);
  }
}

class ConnectorSite extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    super('zerotrust:index:ConnectorSite', name, { tunnelId: undefined, token: undefined, routeIds: undefined, ...args }, opts, remote);
  }
}

const provider = new pulumi.ProviderResource('zerotrust', 'explicit', {
  accountId: account.require('accountId'),
  apiToken: account.requireSecret('apiToken'),
  baseUrl: account.require('baseUrl'),
});

const connectors = new ManagedProfile('connectors', {
  name: 'Connectors',
  match: 'identity.email == "warp_connector@acme.cloudflareaccess.com"',
  tunnelProtocol: 'masque',
  precedence: 10,
  description: config.getSecret('note'),
  splitTunnel: { mode: 'include', routes: [{ address: '100.96.0.0/12', description: 'Devices' }] },
  fallbackDomains: { domains: [{ suffix: 'corp.example.com' }] },
}, {
  providers: { zerotrust: provider },
  transforms: [({ type, props, opts }) => type === 'zerotrust:index:DeviceProfile' ? { props: { ...props, switchLocked: true }, opts } : undefined],
});

const network = new pulumi.CustomResource('zerotrust:index:VirtualNetwork', 'sites', { name: 'sites', virtualNetworkId: undefined }, { provider });

const renamed = config.getBoolean('renamed') ?? false;
const site = new ConnectorSite(renamed ? 'lisbon' : 'site', {
  name: 'lisbon',
  networks: ['10.2.0.0/16'],
  virtualNetworkId: network.virtualNetworkId,
  tunnelSecret: config.requireSecret('tunnelSecret'),
}, {
  providers: [provider],
  dependsOn: [connectors],
  protect: config.getBoolean('protect') ?? true,
  aliases: renamed ? [{ name: 'site' }] : [],
});

exports.policyId = connectors.policyId;
exports.tunnelId = site.tunnelId;
exports.token = site.token;
exports.routes = site.routeIds;
