// A component, chained outputs, secrets, and every resource option that the provider or the engine has a part in.
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const type = name => `zerotrust:index:${name}`;

class ManagedProfile extends pulumi.ComponentResource {
  constructor(name, args, options) {
    super('interop:index:ManagedProfile', name, {}, options);
    this.profile = new pulumi.CustomResource(type('DeviceProfile'), name, {
      name, match: args.match, precedence: args.precedence, description: args.description, autoConnect: args.autoConnect, policyId: undefined, gatewayUniqueId: undefined,
    }, { parent: this, ignoreChanges: ['autoConnect'] });
    this.tunnel = new pulumi.CustomResource(type('SplitTunnel'), name, {
      profileId: this.profile.id,
      routes: args.routes,
    }, { parent: this });
    this.domains = new pulumi.CustomResource(type('FallbackDomains'), name, {
      profileId: this.profile.policyId,
      domains: [{ suffix: 'corp.example', dnsServers: ['10.0.0.1'] }],
    }, { parent: this, dependsOn: [this.tunnel] });
    this.registerOutputs({ policyId: this.profile.policyId });
  }
}

const staff = new ManagedProfile('staff', {
  match: 'identity.email == "a@example.com"',
  precedence: 100,
  description: config.get('description') ?? 'people',
  autoConnect: config.getNumber('autoConnect') ?? 60,
  routes: [{ address: '10.0.0.0/8', description: pulumi.interpolate`for ${pulumi.getStack()}` }, { host: 'a.example' }],
});

const site = new pulumi.CustomResource(type('WarpConnectorTunnel'), 'site', {
  name: 'site', tunnelSecret: config.requireSecret('tunnelSecret'), token: undefined, tunnelId: undefined, status: undefined,
}, { protect: true });

const found = pulumi.runtime.invokeOutput(type('getDeviceProfile'), { policyId: staff.profile.policyId });

export const policyId = staff.profile.policyId;
export const sameId = staff.profile.id.apply(id => id.split('/')[1]);
export const description = found.apply(profile => profile.description);
export const token = site.token;
export const secretNote = pulumi.secret('quiet');
