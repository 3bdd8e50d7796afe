import { describe, expect, it } from 'vitest';
import type { Frame, ManifoldView, Terms } from '../src/shared/types';
import { TrainLoop, type LoopLab } from '../src/worker/loop';

const TERMS: Terms = { negElboNats: 30, reconNats: 27, klNats: 3 };
const VIEW: ManifoldView = {
  window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 },
  columns: 64,
  rows: 24,
};

/** A lab whose every answer takes a known time on a clock of its own; of a step and of a row, the time can be set. */
class ClockedLab implements LoopLab {
  nowMs = 0;
  step = 0;
  readonly slices: { steps: number; tookMs: number }[] = [];
  readonly calls: { call: string; step: number }[] = [];
  msPerStep = 0.5;
  msPerRow = 0.5;
  divergesAt = Infinity;

  train(steps: number) {
    const tookMs = steps * this.msPerStep;
    this.nowMs += tookMs;
    this.step += steps;
    this.slices.push({ steps, tookMs });
    this.calls.push({ call: 'train', step: this.step });
    if (this.step >= this.divergesAt) throw Object.assign(new Error('NaN'), { code: 'diverged' });
    return { step: this.step, epoch: this.step / 24, terms: TERMS };
  }
  evaluate() {
    return this.spend('evaluate', 2, TERMS);
  }
  evaluateTrain() {
    return this.spend('evaluateTrain', 2, TERMS);
  }
  manifold(_window: unknown, columns: number, rows: number) {
    return this.spend('manifold', this.msPerRow * rows, new Uint8Array(columns * rows));
  }
  strip() {
    const none = new Float32Array(0);
    return this.spend('strip', 1, {
      source: 'heldOut' as const,
      inputs: new Uint8Array(0),
      reconstructions: new Uint8Array(0),
      labels: new Uint8Array(0),
      mu: none,
      logvar: none,
      z: none,
    });
  }
  codes() {
    const codes = { z: new Float32Array(0), labels: new Uint8Array(0), trainCount: 0 };
    return this.spend('codes', 5, codes);
  }
  private spend<T>(call: string, ms: number, answer: T): T {
    this.nowMs += ms;
    this.calls.push({ call, step: this.step });
    return answer;
  }
}

interface Setup {
  lab: ClockedLab;
  loop: TrainLoop;
  frames: Frame[];
  /** Longest time the worker was busy between two turns, in ms, and the most calls of the lab it made meanwhile. */
  longest: () => { busyMs: number; calls: number };
  land: () => void;
}

function setUp({ lands = true, onTurn = (_turn: number) => {} } = {}): Setup {
  const lab = new ClockedLab();
  const frames: Frame[] = [];
  const waiting: (() => void)[] = [];
  const longest = { busyMs: 0, calls: 0 };
  const last = { atMs: 0, calls: 0 };
  const measure = () => {
    longest.busyMs = Math.max(longest.busyMs, lab.nowMs - last.atMs);
    longest.calls = Math.max(longest.calls, lab.calls.length - last.calls);
    Object.assign(last, { atMs: lab.nowMs, calls: lab.calls.length });
    return longest;
  };
  let turn = 0;
  const loop = new TrainLoop(lab, {
    now: () => lab.nowMs,
    yieldTurn: () => {
      measure();
      onTurn(++turn);
      return Promise.resolve();
    },
    onFrame: (frame) => {
      frames.push(frame);
      return lands ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
    },
    view: () => VIEW,
    stripCount: 12,
  });
  return { lab, loop, frames, longest: measure, land: () => waiting.shift()?.() };
}

describe('slices', () => {
  it('grow to 8–12 ms of steps, whatever a step takes', async () => {
    for (const msPerStep of [0.05, 0.5, 3]) {
      const { lab, loop } = setUp();
      lab.msPerStep = msPerStep;
      await loop.run(0, 5000);
      const settled = lab.slices.slice(5, -1);
      expect(settled.length).toBeGreaterThan(10);
      for (const { tookMs } of settled) {
        expect(tookMs).toBeGreaterThanOrEqual(8);
        expect(tookMs).toBeLessThanOrEqual(12);
      }
    }
  });

  it('are a single step when one step is longer than a slice', async () => {
    const { lab, loop } = setUp();
    lab.msPerStep = 30;
    await loop.run(0, 20);
    expect(lab.slices.every(({ steps }) => steps === 1)).toBe(true);
  });

  it('shrink at once when steps become slower', async () => {
    const { lab, loop } = setUp({
      onTurn: (turn) => {
        if (turn === 100) lab.msPerStep = 5;
      },
    });
    await loop.run(0, 20_000);
    const slow = lab.slices.filter(({ steps, tookMs }) => tookMs / steps === 5);
    expect(slow.length).toBeGreaterThan(10);
    expect(slow.slice(1).every(({ tookMs }) => tookMs <= 12)).toBe(true);
  });

  it('train exactly the steps that were asked for', async () => {
    const { lab, loop } = setUp();
    const end = await loop.run(0, 1234);
    expect(end.reason).toBe('finished');
    expect(lab.step).toBe(1234);
  });

  it('and pictures take turns: a click waits for one call of the lab, never for two', async () => {
    const { lab, loop, longest } = setUp();
    await loop.run(0, 5000);
    const made = new Set(lab.calls.map(({ call }) => call));
    expect([...made].sort()).toEqual(
      ['codes', 'evaluate', 'evaluateTrain', 'manifold', 'strip', 'train'].sort(),
    );
    expect(longest().calls).toBe(1);
  });

  it('and bands of the manifold become more, not longer, where a step or a row takes longer', async () => {
    for (const slower of [1, 4, 8]) {
      const { lab, loop, longest } = setUp();
      lab.msPerStep *= slower;
      lab.msPerRow *= slower;
      await loop.run(0, 2000);
      expect(longest().busyMs).toBeLessThanOrEqual(12);
    }
  });
});

describe('frames', () => {
  it('are never queued: one in flight, and training goes on meanwhile', async () => {
    const { lab, loop, frames } = setUp({ lands: false });
    await loop.run(0, 5000);
    expect(lab.step).toBe(5000);
    expect(frames).toHaveLength(1);
  });

  it('carry the newest state once the page is ready again', async () => {
    const setup = setUp({
      lands: false,
      onTurn: (turn) => {
        if (turn !== 200) return;
        stepAtLanding = setup.lab.step;
        setup.land();
      },
    });
    let stepAtLanding = 0;
    const { loop, frames } = setup;
    await loop.run(0, 8000);
    expect(frames).toHaveLength(2);
    expect(frames[1]!.stats.step).toBeGreaterThanOrEqual(stepAtLanding);
  });

  it('come no faster than the display', async () => {
    const { lab, loop, frames } = setUp();
    await loop.run(0, 4000);
    expect(frames.length).toBeLessThanOrEqual(lab.nowMs / 16 + 1);
    expect(frames.length).toBeGreaterThan(lab.nowMs / 60);
  });

  it('bring manifold, strip and codes in turn, and none of them eats the training', async () => {
    const { lab, loop, frames } = setUp();
    await loop.run(0, 6000);
    for (const piece of ['manifold', 'strip', 'codes'] as const) {
      expect(frames.some((frame) => frame[piece] !== undefined)).toBe(true);
    }
    const trainingMs = lab.slices.reduce((sum, slice) => sum + slice.tookMs, 0);
    expect(trainingMs / lab.nowMs).toBeGreaterThan(0.6);
  });

  it('stop with the run: nothing is sent after stop', async () => {
    const setup = setUp({
      onTurn: (turn) => {
        if (turn === 50) {
          setup.loop.stop();
          sentAtStop = setup.frames.length;
        }
      },
    });
    let sentAtStop = 0;
    const end = await setup.loop.run(0, 1_000_000);
    expect(end.reason).toBe('paused');
    expect(sentAtStop).toBeGreaterThan(0);
    expect(setup.frames).toHaveLength(sentAtStop);
  });
});

describe('the curve', () => {
  it('keeps its points while frames are held back, and hands the rest over at the end', async () => {
    const { lab, loop, frames } = setUp({ lands: false });
    const end = await loop.run(0, 10_000);
    expect(end.curve.length).toBeGreaterThan(10);
    const steps = [...frames.flatMap((frame) => frame.curve), ...end.curve].map(({ step }) => step);
    const measured = lab.calls.filter(({ call }) => call === 'evaluate');
    expect(steps).toEqual(measured.map(({ step }) => step));
  });

  it('measures both sets at the same step', async () => {
    const { lab, loop, frames } = setUp();
    const end = await loop.run(0, 3000);
    const stepsOf = (name: string) =>
      lab.calls.filter(({ call }) => call === name).map(({ step }) => step);
    const points = [...frames.flatMap((frame) => frame.curve), ...end.curve];
    expect(points.length).toBeGreaterThan(10);
    expect(stepsOf('evaluate')).toEqual(points.map(({ step }) => step));
    expect(stepsOf('evaluateTrain')).toEqual(points.map(({ step }) => step));
  });
});

it('a run that diverges rejects with what the lab said', async () => {
  const { lab, loop } = setUp();
  lab.divergesAt = 500;
  await expect(loop.run(0, 1000)).rejects.toMatchObject({ code: 'diverged' });
});
