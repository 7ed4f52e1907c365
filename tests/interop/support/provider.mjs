import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { promisify } from 'node:util';
import * as grpc from '@grpc/grpc-js';
import engineServices from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import plugins from '@pulumi/pulumi/proto/plugin_pb.js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import errors from '@pulumi/pulumi/proto/status_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { plugin } from './binaries.mjs';
import { firstLine, start } from './processes.mjs';
import { accountId, token } from './simulator.mjs';

const { Empty } = empty;
const { PluginAttach } = plugins;
const { Struct } = struct;
const maxMessage = 400 * 1024 * 1024;

export { messages, PluginAttach, Struct };

/** Names of the protocol's methods and of those that a test has called. */
export const methods = Object.keys(services.ResourceProviderService);
export const called = new Set();

/** Starts the plugin as the engine does: with the engine's flags and address, and a pipe as stdin. `via` connects the client to another port. */
export async function startProvider({ args = ['127.0.0.1:1'], env = {}, via = async port => port } = {}) {
  const { CLOUDFLARE_ACCOUNT_ID, CLOUDFLARE_API_TOKEN, CLOUDFLARE_API_KEY, CLOUDFLARE_EMAIL, CLOUDFLARE_BASE_URL, ...clean } = process.env;
  const started = start(plugin, args, { env: { ...clean, ...env } });
  const port = await firstLine(started);
  const client = new services.ResourceProviderClient(`127.0.0.1:${await via(port)}`, grpc.credentials.createInsecure(), {
    'grpc.max_receive_message_length': maxMessage,
    'grpc.max_send_message_length': maxMessage,
  });
  const call = name => {
    called.add(name);
    return promisify(client[name].bind(client));
  };
  return {
    ...started,
    port,
    client,
    call: (name, request = new Empty()) => call(name)(request),
    async list(fields) {
      called.add('list');
      const found = [];
      for await (const response of client.list(request(messages.ListRequest, fields))) {
        found.push(response.toObject());
      }
      return found;
    },
    output: () => started.stdout,
    async stop(signal = 'SIGTERM') {
      client.close();
      started.child.kill(signal);
      return started.exit;
    },
  };
}

/** A provider configured for a simulator. */
export async function startConfigured(simulator, settings = {}, options = {}) {
  const provider = await startProvider(options);
  await provider.call('handshake', new messages.ProviderHandshakeRequest());
  await provider.call('configure', configure({ accountId, apiToken: secret(token), baseUrl: simulator.baseUrl, ...settings }));
  return provider;
}

export function configure(args) {
  const request = new messages.ConfigureRequest();
  request.setArgs(Struct.fromJavaScript(args));
  request.setAcceptsecrets(true);
  request.setAcceptresources(true);
  return request;
}

/** Creates a request from plain fields, whose names match the protocol's case-insensitively; objects become Structs. */
export function request(Message, fields) {
  const message = new Message();
  for (const [name, value] of Object.entries(fields)) {
    const wanted = `set${name}${Array.isArray(value) ? 'list' : ''}`.toLowerCase();
    const setter = Object.keys(Message.prototype).find(key => key.toLowerCase() === wanted);
    if (!setter) {
      throw new Error(`The message has no field ${name}.`);
    }
    message[setter](value !== null && typeof value === 'object' && !Array.isArray(value) ? Struct.fromJavaScript(value) : value);
  }
  return message;
}

export function type(name) {
  return `zerotrust:index:${name}`;
}

export function urn(name, resource = 'it') {
  return `urn:pulumi:dev::interop::${type(name)}::${resource}`;
}

export const signature = '4dabf18193072939515e22adb298388d';

export function secret(value) {
  return { [signature]: '1b47061264138c4ac30d75fd1eb44270', value };
}

export function isSecret(value) {
  return value?.[signature] === '1b47061264138c4ac30d75fd1eb44270';
}

/** The error of a failed call: status, message, and details decoded by official code. */
export function failureOf(error) {
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  const status = bytes && errors.Status.deserializeBinary(bytes);
  return {
    code: grpc.status[error.code],
    message: error.details,
    status: status?.toObject(),
    detail(Message) {
      const name = Object.keys(messages).find(key => messages[key] === Message);
      const any = status?.getDetailsList().find(entry => entry.getTypeUrl() === `type.googleapis.com/pulumirpc.${name}`);
      return any && Message.deserializeBinary(any.getValue_asU8());
    },
  };
}

/** The error of a call that must fail. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return failureOf(error);
  }
  throw new Error('The call succeeded; it should have failed.');
}

/** A relay to a port that can be cut. */
export function cuttableLine() {
  const sockets = new Set();
  let server;
  return {
    async to(port) {
      server = createServer(near => {
        const far = connect(port, '127.0.0.1');
        for (const [socket, other] of [[near, far], [far, near]]) {
          sockets.add(socket);
          socket.on('error', () => other.destroy()).pipe(other);
        }
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server.address().port;
    },
    cut() {
      server.close();
      sockets.forEach(socket => socket.destroy());
    },
  };
}

/** An engine that records what plugins log. */
export async function startEngine() {
  const server = new grpc.Server();
  const logged = [];
  server.addService(engineServices.EngineService, {
    log({ request: entry }, answer) {
      logged.push(entry.toObject());
      answer(null, new Empty());
    },
  });
  const port = await promisify(server.bindAsync.bind(server))('127.0.0.1:0', grpc.ServerCredentials.createInsecure());
  return { address: `127.0.0.1:${port}`, logged, stop: () => server.forceShutdown() };
}

/** A listener that accepts connections and never responds. */
export async function silentServer() {
  const sockets = new Set();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => sockets.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/client/v4`,
    connected: () => (sockets.size > 0 ? Promise.resolve() : once(server, 'connection')),
    stop() {
      sockets.forEach(socket => socket.destroy());
      server.close();
    },
  };
}
