import { beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { benchOf, frame, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let bench: Workbench;
const api = () => workers.at(-1)!.api;
const model = () => bench.current!;
/** The tempos that runs were started with. */
const tempos = () => api().start.mock.calls.map(([, , , tempo]) => tempo);

beforeEach(() => {
  workers = [];
  bench = benchOf(workers);
});

describe('the speed of runs', () => {
  it('rises in the first run of a fresh model, and in no run after it', async () => {
    await bench.openPretrained();
    await bench.train();
    await bench.pause();
    await bench.train();
    await bench.reset();
    await bench.train();
    expect(tempos()).toEqual(['rising', 'full', 'full']);
  });

  it('does not rise where a model is not fresh', async () => {
    await bench.loadWeights(new File([new Uint8Array([8])], 'mine.safetensors'));
    await bench.train();
    await bench.reset();
    await bench.stepOnce();
    await bench.train();
    expect(tempos()).toEqual(['full', 'full']);
    await bench.reset();
    await bench.train();
    expect(tempos().at(-1), 'the first fresh one that is trained').toBe('rising');
  });

  it('is told by the frames', async () => {
    await bench.train();
    expect(model().tempo).toBe('rising');
    await workers[0]!.last.sink!({ ...frame(24), tempo: 'full' });
    expect(model().tempo).toBe('full');
  });

  it('is the one that was chosen before, at once and for good', async () => {
    bench.setSpeed('slow');
    expect(api().setTempo).not.toHaveBeenCalled();
    await bench.train();
    await bench.reset();
    bench.setSpeed('full');
    await bench.train();
    expect(tempos()).toEqual(['slow', 'full']);
  });

  it('changes on the way: a choice ends the rising, full speed too', async () => {
    await bench.train();
    bench.setSpeed('full');
    expect(api().setTempo.mock.calls).toEqual([[1, 'full']]);
    bench.setSpeed('step');
    expect(api().setTempo.mock.lastCall).toEqual([1, 'step']);
    await bench.pause();
    bench.setSpeed('slow');
    expect(api().setTempo, 'nothing runs').toHaveBeenCalledTimes(2);
  });
});
