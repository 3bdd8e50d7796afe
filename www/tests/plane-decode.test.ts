import { describe, expect, it } from 'vitest';
import { DecodeQueue, SUPERSEDED } from '../src/page/plane/decode-queue';

/** A decoder that answers when told to; a point's image is its two coordinates. */
function slowDecoder() {
  const calls: { z: number[]; answer: () => void; fail: () => void }[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const queue = new DecodeQueue((points) => {
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    return new Promise((resolve, reject) => {
      calls.push({
        z: [...points],
        answer: () => {
          inFlight--;
          resolve(Uint8Array.from(points));
        },
        fail: () => {
          inFlight--;
          reject(new Error('worker gone'));
        },
      });
    });
  });
  return { queue, calls, most: () => mostInFlight };
}

const at = (n: number) => Float32Array.of(n, n);
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('decode queue', () => {
  it('of many hovers only the first and the newest are decoded, one at a time', async () => {
    const { queue, calls, most } = slowDecoder();
    const answers = [1, 2, 3, 4].map((n) => queue.newest(at(n)));
    calls[0]!.answer();
    await settle();
    expect(calls.map(({ z }) => z[0])).toEqual([1, 4]);
    calls[1]!.answer();
    expect(await Promise.all(answers)).toEqual([
      Uint8Array.of(1, 1),
      SUPERSEDED,
      SUPERSEDED,
      Uint8Array.of(4, 4),
    ]);
    expect(most()).toBe(1);
  });

  it('a pin goes before a waiting hover and is never dropped', async () => {
    const { queue, calls } = slowDecoder();
    void queue.newest(at(1));
    const hover = queue.newest(at(2));
    const pins = [queue.keep(at(10)), queue.keep(at(11))];
    void queue.newest(at(3));
    for (let n = 0; n < 4; n++) {
      calls[n]?.answer();
      await settle();
    }
    expect(calls.map(({ z }) => z[0])).toEqual([1, 10, 11, 3]);
    expect(await hover).toBe(SUPERSEDED);
    expect(await Promise.all(pins)).toEqual([Uint8Array.of(10, 10), Uint8Array.of(11, 11)]);
  });

  it('a failed decode tells who asked, and the next one is served', async () => {
    const { queue, calls } = slowDecoder();
    const failing = queue.keep(at(1));
    const next = queue.keep(at(2));
    calls[0]!.fail();
    await expect(failing).rejects.toThrow('worker gone');
    await settle();
    calls[1]!.answer();
    expect(await next).toEqual(Uint8Array.of(2, 2));
  });
});
