// The move from the viewer to the whole core: no call fails because of it, whatever is asked while it is under way.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ManifoldView } from '../src/shared/types';
import { WorkerFailure } from '../src/worker/failure';
import { CONFIG } from './fake-core';
import { EntranceRig } from './entrance-rig';

const VIEW: ManifoldView = {
  window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 },
  columns: 24,
  rows: 24,
};
const MODEL = Uint8Array.of(2, 8);

let rig: EntranceRig;
beforeEach(() => {
  rig = new EntranceRig();
});

const keep = () => Promise.resolve();
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const opened = async () => (await rig.entrance.openWeights(MODEL.slice())).model;

describe('opening', () => {
  it('and looking at the model asks for no core', async () => {
    const model = await opened();
    await rig.entrance.setView(model, VIEW);
    const { engine, info } = await rig.entrance.snapshot(model);
    expect(info.images).toBeNull();
    expect(engine).toMatchObject({ arithmetic: 'strict', threads: 1, weightsHash: null });
    expect((await rig.entrance.manifold(model, VIEW)).columns).toBe(24);
    await settled();
    expect(rig.asked).toBe(0);
    await rig.entrance.openImages('digits8x8');
    expect(rig.asked).toBe(1);
  });

  it('refuses what is no plane, and gives it back', async () => {
    await expect(rig.entrance.openWeights(Uint8Array.of(3))).rejects.toMatchObject({
      code: 'not_a_plane',
    });
    expect(rig.small.labs[0]!.freed).toBe(true);
  });

  it('is the whole core’s from the start where that was asked for first and is there', async () => {
    await rig.entrance.openImages('digits8x8');
    const model = await opened();
    expect(rig.small.labs).toHaveLength(0);
    expect(rig.moved).toHaveLength(1);
    expect((await rig.entrance.saveWeights(model)).length).toBeGreaterThan(0);
  });
});

describe('the move', () => {
  it('keeps the id and the view, takes one core, and ends the viewer', async () => {
    const model = await opened();
    await rig.entrance.setView(model, VIEW);
    await rig.entrance.manifold(model, VIEW);
    const { images } = await rig.entrance.openImages('digits8x8');
    await settled();
    expect(rig.small.labs[0]!.freed).toBe(true);
    expect([rig.asked, rig.ended, rig.moved.length]).toEqual([1, 1, 1]);
    expect((await rig.entrance.attach(model, images)).model).toBe(model);
    const manifolds: unknown[] = [];
    await rig.entrance.start(model, 20, (frame) => {
      if (frame.manifold) manifolds.push(frame.manifold);
      return keep();
    });
    expect(manifolds.length).toBeGreaterThan(0);
    expect((await rig.entrance.openFresh(CONFIG, images, false)).model).toBe(model + 1);
  });

  it('does not break off an answer that is being made', async () => {
    const core = rig.holdCore();
    const model = await opened();
    void rig.entrance.openImages('digits8x8');
    rig.small.labs[0]!.nature.msPerRow = 20;
    let passes = 0;
    rig.onPass = () => {
      if (++passes === 3) core.come();
    };
    expect((await rig.entrance.manifold(model, VIEW)).tiles).toHaveLength(24 * 24);
    await settled();
    expect(passes).toBeGreaterThan(3);
    expect([rig.small.labs[0]!.freed, rig.ended]).toEqual([true, 1]);
  });

  it('lets whoever looks be answered by the viewer, and whoever trains wait, in order', async () => {
    const core = rig.holdCore();
    const model = await opened();
    const order: string[] = [];
    const note = (what: string) => () => void order.push(what);
    const images = rig.entrance.openImages('digits8x8');
    const attached = images.then(({ images: id }) => rig.entrance.attach(model, id));
    const trained = attached.then(() => rig.entrance.step(model, 3)).then(note('step'));
    await rig.entrance.decode(model, Float32Array.of(0, 0)).then(note('decode'));
    await rig.entrance.readCodes(model, new Uint8Array(1)).then(note('codes'));
    await rig.entrance.snapshot(model).then(note('snapshot'));
    expect(await rig.entrance.watch(model, null)).toBeNull();
    core.come();
    await trained;
    expect(order).toEqual(['decode', 'codes', 'snapshot', 'step']);
    expect(rig.moved[0]!.step).toBe(3);
  });

  it('has a pause that comes behind a waiting start end that run', async () => {
    const core = rig.holdCore();
    const model = await opened();
    const { worker } = rig.rig;
    const started = rig.entrance.start(model, 1000, keep);
    const paused = rig.entrance.pause(model);
    const start = vi.spyOn(worker, 'start').mockImplementation(() => new Promise(() => {}));
    const pause = vi.spyOn(worker, 'pause').mockResolvedValue();
    void started;
    core.come();
    await paused;
    expect(start.mock.invocationCallOrder[0]!).toBeLessThan(pause.mock.invocationCallOrder[0]!);
  });

  it('leaves out a model that was closed meanwhile, whose waiting calls say so', async () => {
    const core = rig.holdCore();
    const model = await opened();
    const waiting = rig.entrance.saveWeights(model);
    await rig.entrance.close(model);
    expect(rig.small.labs[0]!.freed).toBe(true);
    core.come();
    await expect(waiting).rejects.toMatchObject({ code: 'closed' });
    await settled();
    expect([rig.moved.length, rig.ended]).toEqual([0, 1]);
    await expect(rig.entrance.decode(model, new Float32Array(2))).rejects.toMatchObject({
      code: 'closed',
    });
  });

  it('of a model that does not fit there leaves it where it is, and says why to whoever needs it there', async () => {
    const model = await opened();
    const adopt = vi.spyOn(rig.rig.worker, 'adopt').mockImplementation(() => {
      throw new WorkerFailure('no_memory', { params: { mebibytes: 9 } });
    });
    const { images } = await rig.entrance.openImages('digits8x8');
    await expect(rig.entrance.attach(model, images)).rejects.toMatchObject({ code: 'no_memory' });
    expect((await rig.entrance.manifold(model, VIEW)).rows).toBe(24);
    await rig.entrance.pause(model);
    expect(rig.ended).toBe(0);
    adopt.mockRestore();
    expect((await rig.entrance.attach(model, images)).info.images?.name).toBe('digits8x8');
    await settled();
    expect(rig.ended).toBe(1);
  });
});

describe('a core that does not come', () => {
  for (const code of ['wasm_missing', 'wasm_damaged', 'wasm_policy', 'no_start_memory']) {
    it(`(${code}) spares what is open, says why to whoever needs it, and is asked for again`, async () => {
      rig.holdCore().fail(code);
      const model = await opened();
      await rig.entrance.manifold(model, VIEW);
      const spared = { code, spared: true };
      await expect(rig.entrance.openImages('digits8x8')).rejects.toMatchObject(spared);
      await expect(rig.entrance.saveWeights(model)).rejects.toMatchObject(spared);
      await rig.entrance.pause(model);
      expect((await rig.entrance.decode(model, Float32Array.of(0, 0))).pixels).toHaveLength(64);
      const before = rig.asked;
      expect(before).toBeGreaterThan(1);
      rig.core = () => Promise.resolve();
      expect((await rig.entrance.openImages('digits8x8')).images).toBe(0);
      expect(rig.asked).toBe(before + 1);
      expect((await rig.entrance.saveWeights(model)).length).toBeGreaterThan(0);
    });
  }

  it('ends what has no viewer either', async () => {
    rig = new EntranceRig(() => Promise.reject(new WorkerFailure('wasm_missing')));
    rig.holdCore().fail('wasm_damaged');
    const failure: unknown = await rig.entrance.openImages('digits8x8').catch((thrown) => thrown);
    expect(failure).toMatchObject({ code: 'wasm_damaged' });
    expect(failure).not.toHaveProperty('spared');
  });

  it('by a fault of its own is fatal, and nothing is asked of it again', async () => {
    const model = await opened();
    rig.core = () => Promise.reject(new Error('unreachable'));
    const failure: unknown = await rig.entrance.saveWeights(model).catch((thrown) => thrown);
    expect(failure).toMatchObject({ code: 'fatal' });
    expect(failure).not.toHaveProperty('spared');
    await expect(rig.entrance.snapshot(model)).rejects.toMatchObject({ code: 'fatal' });
  });
});

describe('a viewer that does not come', () => {
  const missing = () => Promise.reject(new WorkerFailure('wasm_missing', { reason: 'network' }));

  it('is why nothing opens', async () => {
    rig = new EntranceRig(missing);
    const failure: unknown = await rig.entrance.openWeights(MODEL).catch((thrown) => thrown);
    expect(failure).toMatchObject({ code: 'wasm_missing', reason: 'network' });
    expect(failure).not.toHaveProperty('spared');
    expect(rig.asked).toBe(0);
  });

  it('is not missed where the core is on its way', async () => {
    rig = new EntranceRig(missing);
    const core = rig.holdCore();
    const images = rig.entrance.openImages('digits8x8');
    const model = rig.entrance.openWeights(MODEL);
    core.come();
    await images;
    expect((await model).model).toBe(1);
    expect(rig.moved).toHaveLength(1);
  });
});
