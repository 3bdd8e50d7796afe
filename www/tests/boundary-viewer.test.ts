// The build that the page opens with, in Node, held against the whole one: it says and draws the same, to the bit.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  builtPackage,
  bytesOf,
  GAUSSIAN,
  MODEL,
  RUN,
  WINDOW,
  type Package,
} from './boundary-package';

type Small = typeof import('../src/wasm/viewer/viewer.js');

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const shipped = () => bytesOf('../public/weights/mnist-vae.safetensors');

let whole: Package;
let viewer: Small;
let bytesAtFirst: number;
let memory: () => number;

beforeAll(async () => {
  whole = await builtPackage();
  const module = '../src/wasm/viewer/viewer_bg.wasm';
  if (!existsSync(at(module))) throw new Error('there is no viewer: run cargo xtask build-wasm');
  viewer = (await import(/* @vite-ignore */ at('../src/wasm/viewer/viewer.js'))) as Small;
  const started = viewer.initSync({ module: bytesOf(module) });
  memory = () => started.memory.buffer.byteLength;
  bytesAtFirst = memory();
});

describe('the viewer', () => {
  const files: [string, () => Uint8Array][] = [
    ['the shipped model', shipped],
    ...(['dense', 'linear', 'conv', 'gaussian'] as const).map(
      (kind): [string, () => Uint8Array] => [
        `a ${kind} one`,
        () => {
          const body = {
            dense: MODEL.body,
            gaussian: MODEL.body,
            linear: { kind: 'linear' as const },
            conv: { kind: 'conv' as const, channels: [4] },
          }[kind];
          const likelihood = kind === 'gaussian' ? GAUSSIAN.likelihood : MODEL.likelihood;
          const digits = whole.Images.fromPacked(bytesOf('../../src/data/digits8x8.bin'), 'digits');
          const lab = whole.Lab.open({ ...RUN, model: { ...MODEL, body, likelihood } }, digits);
          lab.train(5);
          return lab.saveWeights();
        },
      ],
    ),
  ];

  it.each(files)('answers as the whole core does of %s', (_, file) => {
    const bytes = file();
    const [small, large] = [viewer.Lab.fromWeights(bytes), whole.Lab.fromWeights(bytes)];
    expect(small.info()).toEqual(large.info());
    expect(small.leftOut()).toEqual(large.leftOut());
    expect(small.slice()).toEqual(large.slice());
    expect(small.strip(12)).toEqual(large.strip(12));
    expect(small.stripPicture(12)).toEqual(large.stripPicture(12));
    expect(small.manifold(WINDOW, 6, 5)).toEqual(large.manifold(WINDOW, 6, 5));
    const points = Float32Array.of(0.3, -1, 2, 0);
    const z = small.zFromPlane(points);
    expect(z).toEqual(large.zFromPlane(points));
    expect(small.planeFromZ(z)).toEqual(large.planeFromZ(z));
    expect(small.decode(z)).toEqual(large.decode(z));
    expect(new Set(small.decode(z)).size).toBeGreaterThan(10);
    small.free();
    large.free();
  });

  it('reads the codes beside the shipped model', () => {
    const bytes = bytesOf('../public/weights/mnist-codes.safetensors');
    expect(viewer.Lab.readCodes(bytes)).toEqual(whole.Lab.readCodes(bytes));
  });

  it('refuses a file with the same words', () => {
    const thrown = [viewer, whole].map(({ Lab }) => {
      try {
        return Lab.fromWeights(shipped().slice(0, 5000));
      } catch (failure) {
        return { ...(failure as object), said: String(failure) };
      }
    });
    expect(thrown[0]).toEqual(thrown[1]);
    expect(thrown[0]).toHaveProperty('code', 'bad_weights');
  });

  it('trains nothing, and asks for room as the whole core does', () => {
    const names = Object.getOwnPropertyNames(viewer.Lab.prototype);
    for (const name of ['train', 'attach', 'checkpoint', 'evaluate']) {
      expect(names).not.toContain(name);
      expect(Object.getOwnPropertyNames(whole.Lab.prototype)).toContain(name);
    }
    expect(viewer).not.toHaveProperty('Images');
    viewer.makeRoom(1 << 20);
    expect(() => viewer.makeRoom(2 ** 31)).toThrow(expect.objectContaining({ code: 'no_memory' }));
  });

  it('gives its memory back when it has ended', () => {
    viewer.Lab.fromWeights(shipped());
    expect(memory()).toBeGreaterThan(bytesAtFirst);
    viewer.__wbg_reset_state();
    const empty = viewer.initSync({ module: bytesOf('../src/wasm/viewer/viewer_bg.wasm') });
    expect(empty.memory.buffer.byteLength).toBe(bytesAtFirst);
  });
});
