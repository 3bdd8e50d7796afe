// Sets of images by name: their table, how their files are fetched and opened, and what a model does with each.
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Body } from '../../src/wasm/types';
import { byCode } from '../src/page/i18n/en-errors';
import { dataSetFor, dataSets, heldOutSetFor, type DataSetName } from '../src/shared/data-sets';
import { failureFrom } from '../src/shared/failure';
import type { Host } from '../src/worker/hosts';
import { fetchPacked, ImageShelf } from '../src/worker/image-shelf';
import { unzipped } from '../src/worker/unzipped';
import { builtPackage, bytesOf, OPTIONS, type Images, type Package } from './boundary-package';
import { FakeCore } from './fake-core';
import { Rig } from './worker-rig';

const names = Object.keys(dataSets) as DataSetName[];
const FILES: Record<DataSetName, string> = {
  digits8x8: '../../src/data/digits8x8.bin',
  mnist10k: '../public/data/mnist10k.bin',
  mnistHeldOut: '../public/data/mnist-held-out.bin',
};

afterEach(() => vi.unstubAllGlobals());

describe('the table', () => {
  it('finds the set to train on and the one to look at by the size of an image', () => {
    expect(dataSetFor({ height: 8, width: 8 })).toBe('digits8x8');
    expect(dataSetFor({ height: 28, width: 28 })).toBe('mnist10k');
    expect(dataSetFor({ height: 28, width: 8 })).toBeNull();
    expect(heldOutSetFor({ height: 28, width: 28 })).toBe('mnistHeldOut');
    expect(heldOutSetFor({ height: 8, width: 8 })).toBeNull();
  });
});

describe('a file', () => {
  const packed = Uint8Array.from({ length: 3000 }, (_, n) => n % 7);

  it('that is gzip is opened, any other stays as it came', async () => {
    expect(await unzipped(new Uint8Array(gzipSync(packed)), 'mnist10k')).toEqual(packed);
    for (const other of [packed, new Uint8Array(0), Uint8Array.of(0x1f)])
      expect(await unzipped(other, 'digits8x8')).toBe(other);
  });

  it('that is cut short or changed on the way is called damaged, and which it is', async () => {
    const whole = new Uint8Array(gzipSync(packed));
    const changed = whole.slice();
    changed[changed.length - 6]! ^= 1;
    for (const bad of [whole.slice(0, -9), whole.slice(0, 2), changed]) {
      await expect(unzipped(bad, 'mnist10k')).rejects.toMatchObject({
        code: 'damaged_set',
        params: { set: 'mnist10k' },
      });
    }
  });

  it('that this browser cannot open is refused by name', async () => {
    vi.stubGlobal('DecompressionStream', undefined);
    const zipped = new Uint8Array(gzipSync(packed));
    await expect(unzipped(zipped, 'mnist10k')).rejects.toMatchObject({ code: 'no_unzip' });
  });

  it('that does not come is missed by the name of its set, in words of its own', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    const sentences = await Promise.all(
      names.map(async (name) => {
        const missed = await fetchPacked(name).catch(failureFrom);
        expect(missed).toMatchObject({ code: 'no_digits', params: { set: name } });
        return byCode['no_digits']!(failureFrom(missed));
      }),
    );
    expect(new Set(sentences).size).toBe(names.length);
  });

  it('comes to the core opened, once', async () => {
    const came: Uint8Array[] = [];
    const core = new FakeCore().instance('strict');
    const { fromPacked } = core.images;
    const images = {
      fromPacked: (bytes: Uint8Array, name: string) => {
        came.push(bytes);
        return fromPacked(bytes, name);
      },
    };
    const host = { instance: { ...core, images } } as unknown as Host;
    const shelf = new ImageShelf(() => Promise.resolve(new Uint8Array(gzipSync(packed))));
    const id = await shelf.id('mnist10k');
    shelf.images(id, host);
    shelf.images(await shelf.id('mnist10k'), host);
    expect(came).toEqual([packed]);
  });

  it('is asked for where the site has it', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (address: string) => {
      asked.push(new URL(address).pathname);
      return Promise.resolve(new Response(packed));
    });
    for (const name of names) expect(await fetchPacked(name)).toEqual(packed);
    expect(asked).toEqual(names.map((name) => new URL(FILES[name], import.meta.url).pathname));
  });
});

describe('the files that are there', () => {
  let wasm: Package;
  let opened: Map<DataSetName, Images>;

  beforeAll(async () => {
    wasm = await builtPackage();
    opened = new Map();
    for (const name of names) {
      const packed = await unzipped(bytesOf(FILES[name]), name);
      opened.set(name, wasm.Images.fromPacked(packed, name));
    }
  });

  it('are of the size that the table says, with ten classes', () => {
    for (const name of names) {
      const { height, width } = dataSets[name];
      const info = opened.get(name)!.info();
      expect(info).toMatchObject({ name, height, width, classes: [...'0123456789'] });
    }
    expect(names.map((name) => opened.get(name)!.info().count)).toEqual([1797, 10_000, 300]);
  });

  it('are trained on where the table has a preset, with that preset', () => {
    for (const name of names) {
      const { preset, height, width } = dataSets[name];
      const { hidden, batchSize } = preset ?? dataSets.mnist10k.preset;
      const { model } = wasm.defaults();
      const body: Body = { kind: 'dense', activation: 'relu', hidden: [...hidden] };
      const lab = wasm.Lab.open(
        {
          model: { ...model, height, width, body },
          pixels: 'grey',
          seed: 7,
          options: { ...OPTIONS, batchSize },
        },
        opened.get(name)!,
      );
      if (preset) expect(lab.train(1).step).toBe(1);
      else expect(() => lab.train(1)).toThrow(/held out/);
      expect(lab.info().trainImages > 0).toBe(preset !== null);
    }
  });

  it('let the pretrained model show real digits, measured and not trained', () => {
    const lab = wasm.Lab.fromWeights(bytesOf('../public/weights/mnist-vae.safetensors'));
    const { step } = lab.info();
    lab.attach(opened.get('mnistHeldOut')!);
    const info = lab.info();
    expect(info).toMatchObject({ step, trainImages: 0, heldOutImages: 300, stepsPerEpoch: 0 });
    const strip = lab.strip(12);
    expect(strip.source).toBe('heldOut');
    expect([...strip.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect(lab.stripPicture(12).reconstructions).toHaveLength(12 * 784);
    expect([lab.labels().length, lab.points(0, 300).length]).toEqual([300, 600]);
    const { images, sums } = lab.evaluate('heldOut', 0, 300);
    // The card says 137.8 of all 10,000.
    expect(Math.abs(sums.negElboNats! / images - 137.8)).toBeLessThan(7);
    const refused = { code: 'no_training', field: 'images', reason: 'held_out' };
    for (const ask of [
      () => lab.train(1),
      () => lab.checkpoint(),
      () => lab.evaluate('training', 0, 0),
    ])
      expect(failureFrom(thrown(ask))).toMatchObject(refused);
    lab.attach(opened.get('mnist10k')!);
    expect(lab.info()).toMatchObject({ step, trainImages: 8300, heldOutImages: 1700 });
    expect(lab.train(2).step).toBe(step + 2);
  });
});

function thrown(ask: () => unknown): unknown {
  try {
    ask();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('a model on images that are all held out', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
    rig.core.sizes = [0, 300];
  });

  const look = async () => {
    const { model } = await rig.worker.openWeights(Uint8Array.of(2, 28));
    const { images } = await rig.worker.openImages('mnistHeldOut');
    return rig.worker.attach(model, images);
  };

  it('has its strip, its codes and its terms, and no terms of training', async () => {
    const { model, info, strip, labels } = await look();
    expect(info).toMatchObject({ trainImages: 0, heldOutImages: 300, stepsPerEpoch: 0 });
    expect([strip.source, labels.length]).toEqual(['heldOut', 300]);
    const snapshot = await rig.worker.snapshot(model);
    expect(snapshot.points).toHaveLength(600);
    expect(snapshot.curve?.heldOut.negElboNats).toBeGreaterThan(0);
    expect(snapshot.curve?.training).toEqual({});
    expect(rig.labOf(model).calls.map(({ call }) => call)).not.toContain('evaluate training');
  });

  it('refuses to train, and trains when it gets others', async () => {
    const { model } = await look();
    const refused = { code: 'no_training' };
    await expect(rig.worker.start(model, 1, rig.keep)).rejects.toMatchObject(refused);
    await expect(rig.worker.step(model, 1)).rejects.toMatchObject(refused);
    expect(rig.frames).toEqual([]);
    rig.core.sizes = [1500, 297];
    const { images } = await rig.worker.openImages('mnist10k');
    await rig.worker.attach(model, images);
    expect(await rig.worker.start(model, 1, rig.keep)).toMatchObject({
      reason: 'finished',
      step: 24,
    });
    expect(rig.fetched).toEqual(['mnistHeldOut', 'mnist10k']);
  });
});
