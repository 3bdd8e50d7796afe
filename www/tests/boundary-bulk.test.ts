// Bulk that goes in: whole points and whole images, or a refusal; whole files, with what they hold beside a model.
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

it('what a file held beside its model is named', async () => {
  const wasm = await builtPackage();
  const digits = wasm.Images.fromPacked(bytesOf('../../src/data/digits8x8.bin'), 'digits8x8');
  const lab = wasm.Lab.open({ ...RUN, model: MODEL }, digits);
  expect(lab.leftOut()).toEqual([]);
  const bytes = lab.saveWeights();
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as object;
  const end = bytes.length - 8 - length;
  const beside = { critic: { dtype: 'F32', shape: [1], data_offsets: [end, end + 4] } };
  const text = new TextEncoder().encode(JSON.stringify({ ...header, ...beside }));
  const more = new Uint8Array(8 + text.length + end + 4);
  new DataView(more.buffer).setBigUint64(0, BigInt(text.length), true);
  more.set(text, 8);
  more.set(bytes.subarray(8 + length), 8 + text.length);
  expect(wasm.Lab.fromWeights(more).leftOut()).toEqual(['critic']);
});
