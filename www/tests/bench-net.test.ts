// A slow net, a broken one, and files that are not what they should be.
import { en } from '../src/page/i18n/en';
import { describe, expect, it } from 'vitest';
import { say } from '../src/page/i18n/en-errors';
import { errorActions } from '../src/page/panels/error-actions';
import type { Pretrained } from '../src/page/state/pretrained';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { failure } from '../src/shared/failure';
import { benchOf, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let idle: (() => void)[];
let bench: Workbench;
const worker = () => workers.at(-1)!;
const labels = () => errorActions(bench, en).map(({ label }) => label);

function visit(pretrained: Partial<Pretrained> = {}): void {
  workers = [];
  idle = [];
  bench = benchOf(workers, { pretrained, idle });
}

/** A file that comes when the test says so. */
function late() {
  let give = (_: Uint8Array) => {};
  let refuse = (_: unknown) => {};
  const weights = () =>
    new Promise<Uint8Array>((resolve, reject) => ([give, refuse] = [resolve, reject]));
  return { weights, give: () => give(new Uint8Array([28])), refuse: (f: unknown) => refuse(f) };
}

describe('while the pretrained model is on its way', () => {
  it('Train opens a fresh one, and the late weights are dropped', async () => {
    const net = late();
    visit(net);
    const opened = bench.openPretrained();
    expect(bench.phase).toBe('opening');
    expect(bench.usable).toBe(true);
    await bench.train();
    expect(bench.phase).toBe('training');
    const { current } = bench;
    net.give();
    await opened;
    expect(bench.current).toBe(current);
    expect(worker().api.openWeights).not.toHaveBeenCalled();
    expect(bench.phase).toBe('training');
  });

  it('its failure is nothing to one who trains', async () => {
    const net = late();
    visit(net);
    const opened = bench.openPretrained();
    await bench.train();
    net.refuse(failure('no_pretrained'));
    await opened;
    expect(bench.error).toBeNull();
    expect(bench.phase).toBe('training');
  });

  it('a run goes on, is named as open, and Train takes the choice back', async () => {
    visit();
    await bench.reset();
    const net = late();
    Object.assign(bench['around'].pretrained, net);
    const opened = bench.openPretrained();
    expect(bench.coming).toEqual({ kind: 'pretrained' });
    expect(bench.phase).toBe('idle');
    await bench.train();
    expect(bench.coming).toBeNull();
    net.give();
    await opened;
    expect(bench.source.kind).toBe('set');
    expect(bench.phase).toBe('training');
  });

  it('a refused setting does not keep it away', async () => {
    const net = late();
    visit(net);
    const opened = bench.openPretrained();
    bench.settings.typed.learningRate = 'fast';
    await bench.applyOptions();
    expect(bench.phase).toBe('opening');
    net.give();
    await opened;
    expect(bench.source.kind).toBe('pretrained');
    expect(bench.current).not.toBeNull();
  });
});

describe('Retry', () => {
  /** What each file does, first and then. */
  const failing = <T>(code: string, then: T) => {
    const anew: boolean[] = [];
    const ask = async (again = false): Promise<T> => {
      anew.push(again);
      if (anew.length === 1) throw failure(code, { reason: 'stalled' });
      return then;
    };
    return { ask, anew };
  };

  it('asks for the pretrained model again, of the host', async () => {
    const { ask, anew } = failing('no_pretrained', new Uint8Array([28]));
    visit({ weights: ask });
    await bench.openPretrained();
    expect(bench.phase).toBe('idle');
    expect(say(bench.error!)).toContain('stopped arriving');
    expect(labels()).toEqual(['Retry']);
    await bench.tryAgain();
    expect(anew).toEqual([false, true]);
    expect(bench.source.kind).toBe('pretrained');
    expect(bench.current).not.toBeNull();
    expect(bench.error).toBeNull();
  });

  it('asks for codes or the card again, and leaves the model alone', async () => {
    const codes = failing('no_codes', new Uint8Array([1]));
    visit({ codes: codes.ask });
    await bench.openPretrained();
    const { current } = bench;
    expect(labels()).toEqual(['Retry']);
    expect(current!.card?.seed).toBe(7);
    await bench.tryAgain();
    expect(bench.current).toBe(current);
    expect(current!.awaitsImages).toBe(false);
    expect(bench.error).toBeNull();
    expect(worker().api.openWeights).toHaveBeenCalledTimes(1);
  });

  it('of a Train whose images did not come trains', async () => {
    visit();
    worker().offline = true;
    await bench.train();
    expect(labels()).toEqual(['Retry']);
    worker().offline = false;
    await bench.tryAgain();
    expect(bench.phase).toBe('training');
  });

  it('is not offered where it cannot help', async () => {
    visit();
    await bench.loadWeights(new File([new Uint8Array([0])], 'bad.safetensors'));
    expect(bench.error?.code).toBe('bad_weights');
    expect(labels()).toEqual([]);
  });
});

describe('a shipped file that is damaged', () => {
  it('is named as that, whatever its reader stumbled over', async () => {
    visit({ weights: async () => new Uint8Array([0]) });
    await bench.openPretrained();
    expect(bench.error?.code).toBe('damaged_pretrained');
    expect(say(bench.error!)).toContain('damaged');
    expect(labels()).toEqual(['Retry']);
    expect(bench.phase).toBe('idle');
    await bench.train();
    expect(bench.phase).toBe('training');
    expect(bench.error).toBeNull();
  });

  it('of codes or of a card costs these alone', async () => {
    visit();
    worker().api.readCodes.mockRejectedValueOnce(failure('bad_weights', { message: 'no header' }));
    await bench.openPretrained();
    expect(bench.error?.code).toBe('no_codes');
    expect(bench.phase).toBe('idle');
    await bench.tryAgain();
    expect(bench.error).toBeNull();
  });
});

describe('in its idle time', () => {
  it('the page fetches what Train needs, so that going offline does not matter', async () => {
    visit();
    await bench.openPretrained();
    expect(worker().sets).toEqual(['mnistHeldOut']);
    for (const act of idle) act();
    expect(worker().sets).toEqual(['mnistHeldOut', 'digits8x8']);
    await Promise.resolve();
    worker().offline = true;
    await bench.train();
    expect(bench.phase).toBe('training');
  });

  it('says nothing when that fails: Train asks again', async () => {
    visit();
    await bench.openPretrained();
    worker().offline = true;
    for (const act of idle) act();
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.error).toBeNull();
    worker().offline = false;
    await bench.train();
    expect(bench.phase).toBe('training');
  });
});
