// Components in components, chained outputs, secrets, a reference to the stack's own outputs, and options that involve both engine and provider.
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

class Headquarters extends pulumi.ComponentResource {
  constructor(name, args) {
    super('interop:index:Headquarters', name);
    this.staff = new ManagedProfile('staff', args, { parent: this });
    this.registerOutputs({});
  }
}

const { staff } = new Headquarters('hq', {
  match: 'identity.email == "a@example.com"',
  precedence: 100,
  description: config.get('description') ?? 'people',
  autoConnect: config.getNumber('autoConnect') ?? 60,
  routes: [{ address: '10.0.0.0/8', description: pulumi.interpolate`for ${pulumi.getStack()}` }, { host: 'a.example' }],
});

const site = new pulumi.CustomResource(type('WarpConnectorTunnel'), 'site', {
  name: 'site', tunnelSecret: config.requireSecret('tunnelSecret'), token: undefined, tunnelId: undefined, status: undefined,
}, { protect: config.getBoolean('protect') ?? true });

const found = pulumi.runtime.invokeOutput(type('getDeviceProfile'), { policyId: staff.profile.policyId });
const self = new pulumi.StackReference('organization/office/dev');

export const policyId = staff.profile.policyId;
export const sameId = staff.profile.id.apply(id => id.split('/')[1]);
export const description = found.apply(profile => profile.description);
export const token = site.token;
export const secretNote = pulumi.secret('quiet');
export const before = self.getOutput('policyId').apply(id => id ?? 'none');
export const secretBefore = self.getOutput('secretNote').apply(note => note ?? 'none');
