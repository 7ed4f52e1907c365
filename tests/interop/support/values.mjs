import { createHash } from 'node:crypto';
import { signature } from './provider.mjs';

/** The seven representations of an unknown value. */
export const unknowns = {
  string: '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
  bool: '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  number: '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  array: '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  asset: '030794c1-ac77-496b-92df-f27374a8bd58',
  archive: 'e48ece36-62e2-4504-bad9-02848725956a',
  object: 'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
};

export function asset(text) {
  return { [signature]: 'c44067f5952c0a294b673a41bacd8c17', hash: createHash('sha256').update(text).digest('hex'), text };
}

export function archive(assets) {
  return { [signature]: '0def7320c3a5731c473e5ecbe6d01bc7', assets };
}

export function reference(urn, id) {
  return { [signature]: '5cf8f73096256a8f31e491e813e4eb8e', urn, id };
}

/** An output value; without a value it is unknown. */
export function outputValue(value, isSecret) {
  return { [signature]: 'd0e6a833031e9bbcd3f4e8bde6ca49a4', ...value !== undefined && { value }, ...isSecret && { secret: true } };
}
