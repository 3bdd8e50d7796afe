// Nothing trained is dropped without a word: what takes a run's place puts it aside, and Undo brings it back.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { benchOf, frame, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let bench: Workbench;
const worker = () => workers.at(-1)!;
const model = () => bench.current!;
const bad = () => new File([new Uint8Array([0])], 'bad.safetensors');
const good = () => new File([new Uint8Array([8])], 'mine.safetensors');

beforeEach(async () => {
  workers = [];
  bench = benchOf(workers);
  await bench.train();
  await worker().last.sink!(frame(1200));
  worker().last.step = 1234;
});

/** Everything that takes the place of an open run. */
const REPLACEMENTS: [string, () => Promise<void>][] = [
  ['Reset', () => bench.reset()],
  ['another data set', () => bench.reset('digits8x8')],
  ['the pretrained model', () => bench.openPretrained()],
  ['a file', () => bench.loadWeights(good())],
  [
    'Reset and train',
    async () => {
      await bench.pause();
      bench.settings.typed.family = 'ae';
      await bench.train();
      await bench.pause();
    },
  ],
];

describe.each(REPLACEMENTS)('a run that gives way to %s', (_, replace) => {
  it('is put aside at the step where it stood', async () => {
    await replace();
    expect(bench.aside?.model.checkpoint.step).toBe(1234);
    expect(model().step).not.toBe(1234);
  });

  it('is brought back by Undo exactly: step, curve, source, settings, pins, paused', async () => {
    const before = model();
    before.keep(Float32Array.of(1, 2), new Uint8Array(64), 'point');
    before.selected = 1;
    await replace();
    await bench.undo();
    expect(model()).not.toBe(before);
    expect(worker().api.restore.mock.calls[0]!.slice(1)).toEqual([0, false]);
    expect(model().step).toBe(1234);
    expect(model().curve.map(({ step }) => step)).toEqual([0, 1200, 1234]);
    expect(bench.phase).toBe('paused');
    expect(bench.source).toEqual({ kind: 'set', name: 'digits8x8' });
    expect(bench.settings.typed).toMatchObject({ family: 'vae', hidden: '128, 64' });
    expect(bench.tray.pins(model().key)).toHaveLength(1);
    expect(model().selected).toBe(1);
    expect(bench.aside).toBeNull();
    expect(bench.plan.kind).toBe('goOn');
  });
});

describe('a run', () => {
  it('is not touched by what is refused', async () => {
    await bench.loadWeights(bad());
    expect(bench.aside).toBeNull();
    expect(bench.phase).toBe('training');
  });

  it('without a step of its own is nothing to keep', async () => {
    await bench.reset();
    bench.forgetAside();
    await bench.reset();
    await bench.openPretrained();
    await bench.loadWeights(good());
    await bench.reset();
    expect(bench.aside).toBeNull();
  });

  it('stays aside while models without steps come and go', async () => {
    await bench.reset();
    await bench.reset();
    await bench.openPretrained();
    expect(bench.aside?.model.checkpoint.step).toBe(1234);
  });

  it('that was trained meanwhile is put aside by Undo', async () => {
    await bench.reset();
    await bench.stepOnce();
    await bench.undo();
    expect(model().step).toBe(1234);
    expect(bench.aside?.model.checkpoint.step).toBe(1);
    await bench.undo();
    expect(model().step).toBe(1);
    expect(bench.aside?.model.checkpoint.step).toBe(1234);
  });

  it('that cannot be brought back now stays aside, and is brought back later', async () => {
    await bench.reset();
    worker().api.restore.mockRejectedValueOnce({ code: 'bad_weights', message: 'no' });
    await bench.undo();
    expect(bench.error?.code).toBe('bad_weights');
    expect(model().step).toBe(0);
    await bench.undo();
    expect(model().step).toBe(1234);
  });
});

describe('leaving the page', () => {
  it('asks while steps are nowhere but here', async () => {
    expect(bench.unsaved).toBe(true);
    await bench.pause();
    expect(bench.unsaved).toBe(true);
  });

  it('does not ask before the first step, nor where the weights were saved', async () => {
    await bench.pause();
    await model().weights();
    expect(bench.unsaved).toBe(false);
    await bench.stepOnce();
    expect(bench.unsaved).toBe(true);
    await bench.reset();
    expect(bench.unsaved).toBe(false);
    await bench.openPretrained();
    expect(bench.unsaved).toBe(false);
  });

  it('asks again for a run that Undo brought back unsaved, and not for one that was saved', async () => {
    await bench.reset();
    await bench.undo();
    expect(bench.unsaved).toBe(true);
    await model().weights();
    await bench.reset();
    await bench.undo();
    expect(bench.unsaved).toBe(false);
  });
});
