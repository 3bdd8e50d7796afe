import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DataSetName } from '../src/shared/data-sets';
import type { Failure, Frame, ModelId } from '../src/shared/types';
import { LabWorker } from '../src/worker/lab-worker';
import { WorkerFailure } from '../src/worker/failure';
import { CONFIG, FakeCore, FakeLab, TERMS } from './fake-core';

const VIEW = { window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 }, columns: 24, rows: 24 };
const STEPS_PER_EPOCH = 24;

let core: FakeCore;
let worker: LabWorker;
let fetched: DataSetName[];
/** Called whenever the worker looks into its queue of messages. */
let onPass: () => void;

const frames: Frame[] = [];
const keep = (frame: Frame) => {
  frames.push(frame);
  return Promise.resolve();
};
const labOf = (model: ModelId) => core.labs[model - 1]!;

function start(variantOf = (reproducible: boolean) => (reproducible ? 'strict' : 'relaxed')) {
  core = new FakeCore();
  fetched = [];
  frames.length = 0;
  onPass = () => {};
  worker = new LabWorker({
    startInstance: async (reproducible) => core.instance(variantOf(reproducible) as 'strict'),
    fetchPacked: async (name) => {
      fetched.push(name);
      return new Uint8Array(1);
    },
    now: core.clock.now,
    pass: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      onPass();
    },
    cores: 1,
  });
}

async function openDigits(reproducible = false) {
  const { images } = await worker.openImages('digits8x8');
  return worker.openFresh(CONFIG, images, reproducible);
}

/** Does something when a lab has come to a step. */
function whenAt(lab: FakeLab, step: number, act: () => void): void {
  let done = false;
  const before = onPass;
  onPass = () => {
    before();
    if (done || lab.step < step) return;
    done = true;
    act();
  };
}

beforeEach(() => start());

describe('images', () => {
  it('are fetched and opened once, and shared by every model on them', async () => {
    const first = await openDigits();
    const second = await openDigits();
    expect(second.model).not.toBe(first.model);
    expect(fetched).toEqual(['digits8x8']);
    expect(core.opened).toHaveLength(1);
    expect(labOf(1).images).toBe(labOf(2).images);
  });

  it('keep the name of their set', async () => {
    const { info } = await worker.openImages('digits8x8');
    expect(info.name).toBe('digits8x8');
  });

  it('are opened once more for another instance, from the same bytes', async () => {
    await openDigits();
    await openDigits(true);
    await openDigits(true);
    expect(fetched).toHaveLength(1);
    expect(core.opened).toHaveLength(2);
  });

  it('that could not be fetched are asked for again', async () => {
    let offline = true;
    worker = new LabWorker({
      startInstance: async () => core.instance('relaxed'),
      fetchPacked: async () => {
        if (offline) throw new WorkerFailure('no_digits');
        return new Uint8Array(1);
      },
      now: core.clock.now,
      pass: async () => {},
      cores: 1,
    });
    await expect(openDigits()).rejects.toMatchObject({ code: 'no_digits' });
    offline = false;
    await expect(openDigits()).resolves.toMatchObject({ model: 1 });
  });
});

describe('weights', () => {
  it('are read once: training them attaches images to the model that is open', async () => {
    const { model, info } = await worker.openWeights(Uint8Array.of(2, 8));
    expect(info.images).toBeNull();
    const { images } = await worker.openImages('digits8x8');
    const attached = await worker.attach(model, images);
    expect(attached.model).toBe(model);
    expect(attached.info.images?.name).toBe('digits8x8');
    expect(attached.labels).toHaveLength(1797);
    await worker.start(model, 1, keep);
    expect(core.labs).toHaveLength(1);
    expect(labOf(model).step).toBe(STEPS_PER_EPOCH);
  });

  it('that are no plane are refused and given back', async () => {
    await expect(worker.openWeights(Uint8Array.of(3))).rejects.toMatchObject({
      code: 'not_a_plane',
      params: { value: 3 },
    });
    expect(core.labs[0]!.freed).toBe(true);
  });

  it('of another size than any images do not fit, and stay open', async () => {
    const { model } = await worker.openWeights(Uint8Array.of(2, 28));
    await worker.snapshot(model);
    expect(labOf(model).freed).toBe(false);
  });
});

describe('a picture', () => {
  it('has what stays as it is when the model opens, and only what moves in frames', async () => {
    const opened = await openDigits();
    expect(opened.strip.inputs).toHaveLength(12 * 64);
    expect(opened.labels).toHaveLength(1797);
    await worker.start(opened.model, 20, keep);
    const strip = frames.find((frame) => frame.strip)!.strip!;
    expect(Object.keys(strip).sort()).toEqual(['logvar', 'mu', 'points', 'reconstructions']);
    expect(frames.find((frame) => frame.points)!.points).toHaveLength(2 * 1797);
  });

  it('of an idle model is all of it', async () => {
    const { model } = await openDigits();
    const snapshot = await worker.snapshot(model);
    expect(snapshot.points).toHaveLength(2 * 1797);
    expect(snapshot.curve).toMatchObject({ step: 0, heldOut: TERMS });
    const { model: bare } = await worker.openWeights(Uint8Array.of(2, 28));
    expect(await worker.snapshot(bare)).toMatchObject({ points: null, curve: null });
  });

  it('shows the hash of the weights only where arithmetic is strict', async () => {
    const { model } = await openDigits();
    expect((await worker.snapshot(model)).engine).toMatchObject({
      arithmetic: 'relaxed',
      weightsHash: null,
    });
    expect(labOf(model).calls).not.toContain('weightsHash');
    const strict = await openDigits(true);
    expect((await worker.snapshot(strict.model)).engine).toMatchObject({
      arithmetic: 'strict',
      weightsHash: '01234567',
    });
  });

  it('decodes a point of the plane, and says which z that was', async () => {
    const { model } = await openDigits();
    const { z, pixels } = await worker.decode(model, Float32Array.of(1, -2));
    expect([...z]).toEqual([1, -2]);
    expect(pixels).toHaveLength(64);
  });

  it('of 100,000 images keeps a click waiting for one slice at most', async () => {
    core.sizes = [100_000, 20_000];
    const { model } = await openDigits();
    let lastMs = core.clock.nowMs;
    let longestMs = 0;
    let passes = 0;
    onPass = () => {
      passes += 1;
      longestMs = Math.max(longestMs, core.clock.nowMs - lastMs);
      lastMs = core.clock.nowMs;
    };
    await Promise.all([worker.snapshot(model), worker.manifold(model, VIEW)]);
    expect(passes).toBeGreaterThan(100);
    expect(longestMs).toBeLessThanOrEqual(8);
  });
});

describe('two models', () => {
  it('train in turn, each on its share of the time, and their frames say whose they are', async () => {
    const [a, b] = [await openDigits(), await openDigits()];
    labOf(b.model).nature.msPerStep = 2; // four times as heavy
    whenAt(labOf(a.model), 6000, () => void worker.pause(a.model));
    whenAt(labOf(a.model), 6000, () => void worker.pause(b.model));
    await Promise.all([worker.start(a.model, 10_000, keep), worker.start(b.model, 10_000, keep)]);
    const trainingMs = (model: ModelId) =>
      labOf(model).slices.reduce((sum, { tookMs }) => sum + tookMs, 0);
    const share = trainingMs(a.model) / (trainingMs(a.model) + trainingMs(b.model));
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
    for (const { model } of [a, b]) {
      const own = frames.filter((frame) => frame.model === model);
      expect(own.length).toBeGreaterThan(20);
      expect(own.map(({ stats }) => stats.step)).toEqual(
        own.map(({ stats }) => stats.step).sort((x, y) => x - y),
      );
    }
  });

  it('come to the end of their own epochs', async () => {
    const [a, b] = [await openDigits(), await openDigits()];
    const ends = await Promise.all([
      worker.start(a.model, 10, keep),
      worker.start(b.model, 300, keep),
    ]);
    expect(ends.map(({ step }) => step)).toEqual([10 * STEPS_PER_EPOCH, 300 * STEPS_PER_EPOCH]);
  });

  it('keep a click waiting for one slice at most', async () => {
    const [a, b] = [await openDigits(), await openDigits()];
    let lastMs = core.clock.nowMs;
    let longestMs = 0;
    onPass = () => {
      longestMs = Math.max(longestMs, core.clock.nowMs - lastMs);
      lastMs = core.clock.nowMs;
    };
    await Promise.all([worker.start(a.model, 100, keep), worker.start(b.model, 100, keep)]);
    expect(longestMs).toBeLessThanOrEqual(12);
  });

  it('one that opens or closes does not disturb another that trains', async () => {
    const a = await openDigits();
    whenAt(labOf(a.model), 500, () => {
      void openDigits().then(({ model }) => worker.close(model));
    });
    whenAt(labOf(a.model), 1000, () => {
      worker.openWeights(Uint8Array.of(3)).catch(() => {});
    });
    const end = await worker.start(a.model, 100, keep);
    expect(end).toMatchObject({ reason: 'finished', step: 100 * STEPS_PER_EPOCH });
    expect(core.labs).toHaveLength(3);
    expect(core.labs.map((lab) => lab.freed)).toEqual([false, true, true]);
  });

  it('get the threads that were asked for, both', async () => {
    start(() => 'relaxed-threads');
    vi.stubGlobal('Worker', function refused() {
      throw new Error('no workers here');
    });
    const [a, b] = [await openDigits(), await openDigits()];
    labOf(a.model).threads = labOf(b.model).threads = 0;
    expect(await worker.setThreads(a.model, 3)).toBe(1);
    expect([labOf(a.model).threads, labOf(b.model).threads]).toEqual([1, 1]);
    vi.unstubAllGlobals();
  });
});

describe('closing', () => {
  it('while it trains ends the run, gives the memory back, and nothing uses it after', async () => {
    const { model } = await openDigits();
    let sent = -1;
    whenAt(labOf(model), 700, () => {
      void worker.close(model);
      sent = frames.length;
    });
    const end = await worker.start(model, 1000, keep);
    expect(end.reason).toBe('paused');
    expect(labOf(model).freed).toBe(true);
    expect(frames).toHaveLength(sent);
  });

  it('at any moment of a run is no use of what was given back', async () => {
    for (let pass = 1; pass < 60; pass++) {
      start();
      const { model } = await openDigits();
      await worker.setView(model, VIEW);
      let passes = 0;
      onPass = () => {
        if (++passes === pass) void worker.close(model);
      };
      await expect(worker.start(model, 1000, keep)).resolves.toMatchObject({ reason: 'paused' });
    }
  });

  it('supersedes the answers that are being made of it', async () => {
    const { model } = await openDigits();
    const answers = [worker.snapshot(model), worker.manifold(model, VIEW)];
    const ends = answers.map((answer) => expect(answer).rejects.toMatchObject({ code: 'closed' }));
    await worker.close(model);
    await Promise.all(ends);
    await expect(worker.decode(model, new Float32Array(2))).rejects.toMatchObject({
      code: 'closed',
    });
    await expect(worker.close(model)).resolves.toBeUndefined();
  });
});

describe('a divergence', () => {
  async function diverge(model: ModelId): Promise<Failure> {
    const lab = labOf(model);
    lab.nature.divergesAt = 10_000;
    return worker.start(model, 1000, keep).then(
      () => expect.unreachable(),
      (failure: Failure) => failure,
    );
  }

  it('tells the step of the last good checkpoint, and goes back to it', async () => {
    const { model } = await openDigits();
    const failure = await diverge(model);
    expect(failure).toMatchObject({ code: 'diverged', params: { step: 10_000 } });
    const { backTo } = failure.params;
    expect(backTo).toBeGreaterThan(0);
    expect(backTo).toBeLessThan(10_000);
    expect((await worker.back(model)).step).toBe(backTo);
    expect(labOf(1).freed).toBe(true);
    const end = await worker.start(model, 1, keep);
    expect(end.step).toBe((backTo as number) + STEPS_PER_EPOCH);
  });

  it('before anything was measured goes back to where the run began', async () => {
    const { model } = await openDigits();
    labOf(model).nature.divergesAt = 1;
    await expect(worker.start(model, 1000, keep)).rejects.toMatchObject({ params: { backTo: 0 } });
  });

  it('goes back with the options and threads as they are now', async () => {
    const { model } = await openDigits();
    await diverge(model);
    const options = { ...CONFIG.options, learningRate: 1e-4 };
    await worker.setOptions(model, options);
    labOf(1).threads = 1;
    const info = await worker.back(model);
    expect(info.options).toEqual(options);
    expect(core.labs[1]!.threads).toBe(1);
  });

  it('of a single step can be gone back from, too', async () => {
    const { model } = await openDigits();
    labOf(model).nature.divergesAt = 1;
    await expect(worker.step(model, 1)).rejects.toMatchObject({
      code: 'diverged',
      params: { backTo: 0 },
    });
  });

  it('that was on its way when a state was measured is not gone back to', async () => {
    const { model } = await openDigits();
    labOf(model).nature.terms = (step) => ({ ...TERMS, negElboNats: step < 6000 ? 30 : step });
    const { params } = await diverge(model);
    expect(params['backTo']).toBeLessThan(6000);
  });

  it('supersedes the answers that are being made of what diverged', async () => {
    const { model } = await openDigits();
    await diverge(model);
    const snapshot = worker.snapshot(model);
    const superseded = expect(snapshot).rejects.toMatchObject({ code: 'closed' });
    await worker.back(model);
    await superseded;
  });

  it('without anything to go back to is refused', async () => {
    const { model } = await openDigits();
    await expect(worker.back(model)).rejects.toMatchObject({ code: 'no_checkpoint' });
  });
});

describe('settings', () => {
  it('of a running model move the end of its run: epochs are counted by the core', async () => {
    const { model } = await openDigits();
    whenAt(labOf(model), 240, () => {
      void worker.setOptions(model, { ...CONFIG.options, batchSize: 16 });
    });
    const end = await worker.start(model, 100, keep);
    expect(end.epoch).toBeGreaterThanOrEqual(100 - 1e-9);
    expect(end.epoch).toBeLessThan(100 + 16 / 1500);
    expect(end.step).toBeGreaterThan(50 * 94);
  });

  it('answer with what the model runs with now', async () => {
    const { model } = await openDigits();
    const info = await worker.setOptions(model, { ...CONFIG.options, batchSize: 150 });
    expect(info).toMatchObject({ stepsPerEpoch: 10, options: { batchSize: 150 } });
  });
});

it('a panic is fatal: helpers are let go, and nothing is asked of the package any more', async () => {
  const { model } = await openDigits();
  labOf(model).decode = () => {
    throw new Error('unreachable executed');
  };
  const fatal = { code: 'fatal', params: { detail: 'unreachable executed' } };
  await expect(worker.decode(model, new Float32Array(2))).rejects.toMatchObject(fatal);
  expect(core.abandoned).toBe(1);
  await expect(worker.snapshot(model)).rejects.toMatchObject(fatal);
});
