// A core that does not come behind the viewer: what is open goes on.
import { beforeEach, describe, expect, it } from 'vitest';
import { en } from '../src/page/i18n/en';
import { errorActions } from '../src/page/panels/error-actions';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { failure } from '../src/shared/failure';
import { benchOf, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let bench: Workbench;
const worker = () => workers.at(-1)!;
const actions = () => errorActions(bench, en);

/** Whatever needs the core is refused. */
function coreIsMissing(code: string): void {
  const spared = failure(code, { spared: true });
  worker().api.openImages.mockRejectedValue(spared);
  worker().api.saveWeights.mockRejectedValue(spared);
}

beforeEach(() => {
  workers = [];
  bench = benchOf(workers);
});

describe('where the core does not come', () => {
  it.each(['wasm_missing', 'wasm_damaged', 'no_start_memory'])(
    'the model stays and answers, it is said (%s), and Restart opens all anew',
    async (code) => {
      coreIsMissing(code);
      await bench.openPretrained();
      expect(bench.error?.code).toBe(code);
      expect([bench.usable, bench.phase]).toEqual([true, 'idle']);
      expect(await bench.decode(Float32Array.of(0, 0))).toBeInstanceOf(Uint8Array);
      bench.dismissError();
      await bench.train();
      expect(bench.error?.code).toBe(code);
      expect([bench.usable, bench.phase]).toEqual([true, 'idle']);
      const [restart, ...others] = actions();
      expect([restart?.testid, others]).toEqual(['restart', []]);
      restart!.act();
      await expect.poll(() => bench.current?.strip.source).toBe('heldOut');
      expect(workers).toHaveLength(2);
      expect(bench.error).toBeNull();
    },
  );

  it('Train asks for it again', async () => {
    coreIsMissing('wasm_missing');
    await bench.openPretrained();
    worker().api.openImages.mockResolvedValue({ images: 0, info: {} as never });
    await bench.train();
    expect(bench.phase).toBe('training');
    expect(bench.error).toBeNull();
    expect(workers).toHaveLength(1);
  });

  it('and a policy is why, no Restart is offered', async () => {
    coreIsMissing('wasm_policy');
    await bench.openPretrained();
    expect(bench.error?.code).toBe('wasm_policy');
    expect(actions()).toEqual([]);
  });

  it('the file of the model that is shown is not called damaged for it', async () => {
    const spared = failure('wasm_missing', { spared: true });
    worker().api.openWeights.mockRejectedValueOnce(spared);
    await bench.openPretrained();
    expect(bench.error?.code).toBe('wasm_missing');
  });
});

describe('a Train that waits for its images, or for the core', () => {
  let come = () => {};
  const nothingComes = () =>
    worker().api.openImages.mockImplementation(
      () =>
        new Promise((resolve) => {
          come = () => resolve({ images: 0, info: {} as never });
        }),
    );

  it('is seen to', async () => {
    await bench.openPretrained();
    nothingComes();
    const trained = bench.train();
    await expect.poll(() => bench.phase).toBe('opening');
    come();
    await trained;
    expect(bench.phase).toBe('training');
  });

  it('takes nothing from a run that goes on meanwhile', async () => {
    await bench.reset();
    await bench.train();
    nothingComes();
    const reset = bench.reset('mnist10k');
    await new Promise((passed) => setTimeout(passed, 400));
    expect(bench.phase).toBe('training');
    come();
    await reset;
    expect(bench.phase).toBe('idle');
  });
});
