// What becomes of the page's state when the engine is silent, ends, or comes back.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../src/page/i18n/en';
import { errorActions } from '../src/page/panels/error-actions';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { failure } from '../src/shared/failure';
import { benchOf, FakeClock, frame, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let clock: FakeClock;
let bench: Workbench;
const worker = () => workers.at(-1)!;
const model = () => bench.current!;
const labels = () => errorActions(bench, en).map(({ label }) => label);
const held = (step: number) => ({
  ...frame(step),
  checkpoint: { step, bytes: new Uint8Array(Uint32Array.of(step).buffer) },
});

beforeEach(() => {
  workers = [];
  clock = new FakeClock();
  bench = benchOf(workers, { clock });
});

/** Trains until a step, with a checkpoint of an earlier one. */
async function trainTo(step: number, safe: number): Promise<void> {
  await bench.train();
  await worker().last.sink!(held(safe));
  await worker().last.sink!(frame(step));
  worker().last.step = step;
}

describe('a worker that ends without a word while it trains', () => {
  beforeEach(async () => {
    await trainTo(1300, 1234);
    worker().mute = true;
    await clock.beats(4);
  });

  it('is told as silent within some seconds, and nothing says that it trains', () => {
    expect(bench.phase).toBe('silent');
    expect(bench.usable).toBe(false);
    expect(bench.error).toMatchObject({ code: 'silent', params: { seconds: 3 } });
    expect(labels()).toEqual(['Restart from step 1,234']);
  });

  it('goes on from its last checkpoint: same images, curve up to there, paused, settings as they were', async () => {
    bench.settings.typed.family = 'ae';
    bench.settings.typed.epochs = '40';
    await bench.restart();
    expect(workers).toHaveLength(2);
    expect(workers[0]!.ended).toBe(true);
    expect(worker().api.openFresh).not.toHaveBeenCalled();
    expect(worker().api.openImages).toHaveBeenCalledWith('digits8x8');
    expect(bench.phase).toBe('paused');
    expect(model().step).toBe(1234);
    expect(model().curve.map(({ step }) => step)).toEqual([0, 1234]);
    expect(bench.source).toEqual({ kind: 'set', name: 'digits8x8' });
    expect(bench.settings.typed).toMatchObject({ family: 'ae', epochs: '40' });
    expect(bench.error).toBeNull();
    expect(bench.plan).toMatchObject({ kind: 'again', changed: ['family'] });
    bench.keepModel();
    await bench.train();
    expect(worker().api.start).toHaveBeenCalledTimes(1);
  });

  it('whose late answer comes is asked for nothing, and nothing was lost', async () => {
    worker().unmute();
    await clock.beats(1);
    expect(bench.phase).toBe('training');
    expect(bench.error).toBeNull();
    expect(workers).toHaveLength(1);
    await worker().last.sink!(frame(1400));
    expect(model().step).toBe(1400);
  });

  it('keeps its message, whatever is pressed meanwhile', async () => {
    bench.settings.typed.learningRate = 'fast';
    await bench.applyOptions();
    expect(bench.error?.code).toBe('silent');
    worker().api.saveWeights.mockRejectedValueOnce(failure('png'));
    await bench.saving(async () => void (await model().weights()));
    expect(bench.error?.code).toBe('silent');
  });

  it('leaves no call waiting, and what was asked of it is not asked of the next', async () => {
    worker().api.pause.mockReturnValueOnce(new Promise(() => {}));
    const stepped = bench.stepOnce();
    await vi.waitFor(() => expect(worker().api.pause).toHaveBeenCalled());
    const reset = bench.reset();
    await bench.restart();
    await Promise.all([stepped, reset]);
    expect(worker().api.step).not.toHaveBeenCalled();
    expect(worker().api.openFresh).not.toHaveBeenCalled();
    expect(model().step).toBe(1234);
  });
});

describe('Restart', () => {
  it('after a fatal failure goes on from the last checkpoint, too', async () => {
    await trainTo(500, 480);
    worker().died!(failure('fatal', { message: 'out of memory' }));
    expect(bench.phase).toBe('dead');
    expect(labels()).toEqual(['Restart from step 480']);
    await bench.restart();
    expect(model().step).toBe(480);
    expect(bench.phase).toBe('paused');
  });

  it('keeps the options that were set since the checkpoint', async () => {
    await trainTo(500, 480);
    bench.settings.typed.learningRate = '0.01';
    await bench.applyOptions();
    worker().died!(failure('fatal'));
    await bench.restart();
    expect(model().info.options.learningRate).toBe(0.01);
    expect(bench.settings.typed.learningRate).toBe('0.01');
  });

  it('goes on from where a run paused, finished or took a single step', async () => {
    await trainTo(500, 480);
    await bench.pause();
    expect(model().safeStep).toBe(500);
    await bench.stepOnce();
    expect(model().safeStep).toBe(501);
    worker().died!(failure('fatal'));
    await bench.restart();
    expect(model().step).toBe(501);
  });

  it('without a checkpoint opens the same kind of model, and promises no step', async () => {
    await bench.openPretrained();
    worker().died!(failure('fatal'));
    expect(labels()).toEqual(['Restart']);
    await bench.restart();
    expect(bench.source.kind).toBe('pretrained');
  });

  it('that fails loses nothing: the run is put aside, and Retry is there', async () => {
    await trainTo(500, 480);
    worker().died!(failure('fatal'));
    const restarted = bench.restart();
    worker().offline = true;
    await restarted;
    expect(bench.error?.code).toBe('no_digits');
    expect(labels()).toEqual(['Retry']);
    expect(bench.aside?.model.checkpoint.step).toBe(480);
    worker().offline = false;
    await bench.tryAgain();
    expect(model().step).toBe(480);
    expect(bench.aside).toBeNull();
    expect(bench.error).toBeNull();
  });
});

describe('an opening', () => {
  it('that takes its time shows that it works, and is no silence', async () => {
    await bench.reset();
    let open = () => {};
    const openFresh = worker().api.openFresh.getMockImplementation()!;
    worker().api.openFresh.mockImplementationOnce(async (config, images) => {
      await new Promise<void>((resolve) => (open = resolve));
      return openFresh(config, images);
    });
    const reset = bench.reset();
    worker().mute = true;
    await vi.waitFor(() => expect(bench.phase).toBe('opening'));
    await clock.beats(10);
    expect(bench.phase).toBe('opening');
    expect(bench.error).toBeNull();
    open();
    await reset;
    expect(bench.phase).toBe('idle');
  });

  it('of an engine that says nothing for half a minute is one', async () => {
    worker().mute = true;
    worker().api.openFresh.mockReturnValueOnce(new Promise(() => {}));
    void bench.reset();
    await clock.beats(32);
    expect(bench.phase).toBe('silent');
  });
});
