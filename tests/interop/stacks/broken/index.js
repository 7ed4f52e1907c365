// Fails in the way that the configuration selects.
const pulumi = require('@pulumi/pulumi');

// Coloring a stack trace through a source-mapped package takes Node.js 20 minutes.
Error.stackTraceLimit = 1;

const mode = new pulumi.Config().require('mode');

new pulumi.CustomResource('zerotrust:index:DeviceProfile', 'fine', { name: 'fine', match: 'os.name == "linux"', precedence: 1 });
if (mode === 'check') {
  new pulumi.CustomResource('zerotrust:index:SplitTunnel', 'wrong', { routes: [{ address: 'no network' }] });
} else if (mode === 'throw') {
  throw new Error('the program gives up');
} else if (mode === 'hang') {
  setInterval(() => {}, 1000);
} else if (mode === 'half') {
  new pulumi.CustomResource('zerotrust:index:WarpConnectorTunnel', 'half', { name: 'half' });
}
