import { afterAll, expect, it, vi } from 'vitest';
import { TrainLoop, type LoopLab } from '../src/worker/loop';

/** A worker's event loop: one queue of tasks, the first come the first done, promises in between. */
const queue: (() => void)[] = [];

class Channel {
  readonly port1 = { onmessage: () => {} };
  readonly port2 = { postMessage: () => queue.push(() => this.port1.onmessage()) };
}

vi.stubGlobal('MessageChannel', Channel);
afterAll(() => vi.unstubAllGlobals());

const TERMS = { negElboNats: 30, reconNats: 27, klNats: 3 };

it('what is asked during a slice is answered before the next', async () => {
  const { yieldTurn } = await import('../src/worker/turn');
  let slices = 0;
  let nowMs = 0;
  const waited: number[] = [];
  const lab: Pick<LoopLab, 'train' | 'evaluate' | 'evaluateTrain'> = {
    train: (steps) => {
      nowMs += steps;
      const askedAt = ++slices;
      queue.push(() => waited.push(slices - askedAt));
      return { step: nowMs, epoch: 0, terms: TERMS };
    },
    evaluate: () => TERMS,
    evaluateTrain: () => TERMS,
  };
  const loop = new TrainLoop(lab as LoopLab, {
    now: () => nowMs,
    yieldTurn,
    onFrame: () => new Promise(() => {}),
    view: () => null,
    stripCount: 0,
  });
  let ended = false;
  void loop.run(0, 2000).then(() => (ended = true));
  while (!ended) {
    await new Promise(setImmediate);
    queue.shift()?.();
  }
  expect(slices).toBeGreaterThan(100);
  expect(waited).toEqual(Array(slices).fill(0));
});
