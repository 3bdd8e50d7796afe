// Whether the engine still answers, by a clock that the test moves on.
import { beforeEach, describe, expect, it } from 'vitest';
import { Heartbeat } from '../src/page/state/heartbeat';
import { FakeClock } from './fake-worker';

let clock: FakeClock;
let told: string[];
/** Answers the question that is open. */
let answer: () => void;
let asked: number;
let patienceMs: number;

beforeEach(() => {
  clock = new FakeClock();
  told = [];
  asked = 0;
  patienceMs = 3_000;
});

function listen(): Heartbeat {
  return new Heartbeat({
    clock,
    ask: () => {
      asked += 1;
      return new Promise<void>((resolve) => (answer = resolve));
    },
    patienceMs: () => patienceMs,
    silent: (ms) => told.push(`silent for ${ms}`),
    back: () => told.push('back'),
  });
}

/** Beats, each of which is answered. */
async function answered(beats: number): Promise<void> {
  for (let n = 0; n < beats; n++) {
    answer();
    await Promise.resolve();
    await clock.beats(1);
  }
}

describe('the heartbeat', () => {
  it('says nothing while the engine answers, and asks once a second', async () => {
    listen();
    await answered(10);
    expect(asked).toBe(11);
    expect(told).toEqual([]);
  });

  it('says so once when three seconds bring no answer, and asks no more until one comes', async () => {
    listen();
    await answered(2);
    await clock.beats(2);
    expect(told).toEqual([]);
    await clock.beats(5);
    expect(told).toEqual(['silent for 3000']);
    expect(asked).toBe(3);
  });

  it('says when the late answer came, and listens on with more patience', async () => {
    listen();
    await clock.beats(4);
    answer();
    await Promise.resolve();
    await clock.beats(1);
    expect(told).toEqual(['silent for 3000', 'back']);
    await clock.beats(4);
    expect(told).toHaveLength(2);
    await clock.beats(6);
    expect(told).toHaveLength(3);
  });

  it('waits as long as what is being done may take', async () => {
    listen();
    patienceMs = 30_000;
    await clock.beats(29);
    expect(told).toEqual([]);
    await clock.beats(1);
    expect(told).toEqual(['silent for 30000']);
  });

  it('holds nothing against an engine that nobody could hear: hidden pages have slow clocks', async () => {
    listen();
    clock.seen = false;
    await clock.beats(60);
    clock.seen = true;
    await clock.beats(2);
    expect(told).toEqual([]);
  });

  it('holds nothing against an engine whose machine slept', async () => {
    listen();
    await clock.beats(2);
    await clock.passes(3_600_000);
    await clock.beats(2);
    expect(told).toEqual([]);
    await clock.beats(1);
    expect(told).toHaveLength(1);
  });

  it('is over when it is stopped, whatever is answered then', async () => {
    const heartbeat = listen();
    await clock.beats(3);
    heartbeat.stop();
    answer();
    await clock.beats(10);
    expect(told).toEqual(['silent for 3000']);
    expect(asked).toBe(1);
  });

  it('takes a refusal for an answer', async () => {
    new Heartbeat({
      clock,
      ask: () => Promise.reject(new Error('no')),
      patienceMs: () => patienceMs,
      silent: (ms) => told.push(`silent for ${ms}`),
      back: () => told.push('back'),
    });
    await clock.beats(10);
    expect(told).toEqual([]);
  });
});
