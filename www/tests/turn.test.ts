import { afterAll, expect, it, vi } from 'vitest';
import { Turns } from '../src/worker/turns';

/** A worker's event loop: one queue of tasks, the first come the first done, promises in between. */
const queue: (() => void)[] = [];

class Channel {
  readonly port1 = { onmessage: () => {} };
  readonly port2 = { postMessage: () => queue.push(() => this.port1.onmessage()) };
}

vi.stubGlobal('MessageChannel', Channel);
afterAll(() => vi.unstubAllGlobals());

it('what is asked during a slice is answered before the next, of however many models', async () => {
  const { yieldTurn } = await import('../src/worker/turn');
  let slices = 0;
  const waited: number[] = [];
  const turns = new Turns(() => slices, yieldTurn);
  const run = turns.seated.bind(turns, async (turn) => {
    for (let n = 0; n < 50; n++) {
      const askedAt = (slices += 1);
      queue.push(() => waited.push(slices - askedAt));
      await turn();
    }
  });
  let running = 3;
  // As messages start them: each in a task of its own.
  for (let n = 0; n < running; n++) queue.push(() => void run().then(() => (running -= 1)));
  while (running > 0) {
    queue.shift()?.();
    await new Promise(setImmediate);
  }
  expect(slices).toBe(150);
  // A run's first slice comes with its own message, which is in the queue before what is asked here.
  expect(waited.slice(3)).toEqual(Array(147).fill(0));
});
