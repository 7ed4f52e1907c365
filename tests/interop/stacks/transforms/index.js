// Transforms that the engine calls back: for every resource, for one component with its children, and for every function.
import * as pulumi from '@pulumi/pulumi';

await pulumi.runtime.registerResourceTransform(({ type, props, opts }) =>
  type === 'zerotrust:index:DeviceProfile' ? { props: { ...props, description: pulumi.secret('from the stack') }, opts: { ...opts, protect: false } } : undefined);
await pulumi.runtime.registerInvokeTransform(({ token, args, opts }) =>
  token === 'zerotrust:index:getDeviceProfile' ? { args: { name: 'inside' }, opts } : undefined);

class Group extends pulumi.ComponentResource {
  constructor(name, options) {
    super('interop:index:Group', name, {}, options);
    this.profile = new pulumi.CustomResource('zerotrust:index:DeviceProfile', 'inside', {
      name: 'inside', match: 'os.name == "linux"', precedence: 1, policyId: undefined,
    }, { parent: this });
    this.registerOutputs({});
  }
}

const group = new Group('group', {
  transforms: [({ custom, props, opts }) => custom ? { props: { ...props, switchLocked: true }, opts: { ...opts, ignoreChanges: ['autoConnect'] } } : undefined],
});
new pulumi.CustomResource('zerotrust:index:DeviceProfile', 'outside', { name: 'outside', match: 'os.name == "ios"', precedence: 2 }, { dependsOn: [group] });

const found = pulumi.runtime.invokeOutput('zerotrust:index:getDeviceProfile', { policyId: group.profile.policyId });
export const switchLocked = found.apply(profile => profile.switchLocked);
