// Bulk that goes in: whole points and whole images, or a refusal.
import { expect, it } from 'vitest';
import { builtPackage, bytesOf, MODEL, RUN } from './boundary-package';

it('numbers and pixels that are left over are refused, not dropped', async () => {
  const wasm = await builtPackage();
  const digits = wasm.Images.fromPacked(bytesOf('../../src/data/digits8x8.bin'), 'digits8x8');
  const lab = wasm.Lab.open({ ...RUN, model: MODEL }, digits);
  const spare: Record<string, () => unknown> = {
    decode: () => lab.decode(new Float32Array(3)),
    decodeOutputs: () => lab.decodeOutputs(new Float32Array(3)),
    zFromPlane: () => lab.zFromPlane(new Float32Array(3)),
    planeFromZ: () => lab.planeFromZ(new Float32Array(3)),
    encode: () => lab.encode(new Uint8Array(65)),
    fromPixels: () => wasm.Images.fromPixels(new Uint8Array(64 * 20 + 1), 8, 8, null, [], ''),
    fromPixelsOfNoSize: () => wasm.Images.fromPixels(new Uint8Array(64), 0, 8, null, [], ''),
  };
  for (const [name, act] of Object.entries(spare)) {
    expect(act, name).toThrow(/\d/);
  }
});
