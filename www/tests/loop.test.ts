import { describe, expect, it } from 'vitest';
import { TrainLoop } from '../src/worker/loop';
import type { FakeLab } from './fake-core';
import { setUp, STEPS_PER_EPOCH } from './loop-rig';

describe('slices', () => {
  it('grow to 8–12 ms of steps, whatever a step takes', async () => {
    for (const msPerStep of [0.05, 0.5, 3]) {
      const { lab, loop } = setUp();
      lab.nature.msPerStep = msPerStep;
      await loop.run(200);
      const settled = lab.slices.slice(5, -2); // the last ones are cut to end with the epoch
      expect(settled.length).toBeGreaterThan(10);
      for (const { tookMs } of settled) {
        expect(tookMs).toBeGreaterThanOrEqual(8);
        expect(tookMs).toBeLessThanOrEqual(12);
      }
    }
  });

  it('are a single step when one step is longer than a slice', async () => {
    const { lab, loop } = setUp();
    lab.nature.msPerStep = 30;
    await loop.run(1);
    expect(lab.slices.every(({ steps }) => steps === 1)).toBe(true);
  });

  it('shrink at once when steps become slower', async () => {
    const { lab, loop } = setUp({
      onTurn: (turn) => {
        if (turn === 100) lab.nature.msPerStep = 5;
      },
    });
    await loop.run(800);
    const slow = lab.slices.filter(({ steps, tookMs }) => tookMs / steps === 5);
    expect(slow.length).toBeGreaterThan(10);
    expect(slow.slice(1).every(({ tookMs }) => tookMs <= 12)).toBe(true);
  });

  it('do not run away when the clock is too coarse to see the first ones', async () => {
    const { lab, loop, clock } = setUp();
    let fine = 0;
    clock.nowMs = 0;
    const train = lab.train.bind(lab);
    lab.train = (steps) => {
      const answer = train(steps);
      fine += steps * 0.5;
      clock.nowMs = Math.floor(fine / 10) * 10; // a clock that ticks every 10 ms
      return answer;
    };
    await loop.run(100);
    const longest = Math.max(...lab.slices.map(({ steps }) => steps * 0.5));
    expect(longest).toBeLessThan(50);
  });

  it('and pictures take turns: a click waits for one call of the lab, never for two', async () => {
    const { lab, loop, longest } = setUp();
    await loop.run(400);
    const made = new Set(lab.calls.map(({ call }) => call));
    expect([...made].sort()).toEqual([
      'checkpoint',
      'evaluate heldOut',
      'evaluate training',
      'manifold',
      'points',
      'strip',
      'train',
    ]);
    expect(longest().calls).toBe(1);
  });

  for (const [train, heldOut] of [
    [1500, 297],
    [100_000, 20_000],
  ] as const) {
    it(`and ranges become more, not longer, with ${train} images or slower answers`, async () => {
      for (const slower of [1, 4, 8]) {
        const { lab, loop, longest, frames } = setUp({ images: [train, heldOut] });
        lab.nature.msPerStep *= slower;
        lab.nature.msPerRow *= slower;
        lab.nature.msPerImage *= slower;
        await loop.run(400 * (1500 / train));
        expect(frames.some(({ points }) => points?.length === 2 * (train + heldOut))).toBe(true);
        expect(longest().busyMs).toBeLessThanOrEqual(12);
      }
    });
  }
});

describe('a run of some epochs', () => {
  it('trains exactly their steps', async () => {
    const { lab, loop } = setUp();
    const end = await loop.run(50);
    expect(end).toMatchObject({ reason: 'finished', step: 50 * STEPS_PER_EPOCH, epoch: 50 });
    expect(lab.step).toBe(50 * STEPS_PER_EPOCH);
  });

  it('ends there, too, when it began in the middle of one', async () => {
    const { lab, loop } = setUp();
    lab.train(10);
    const begun = lab.info().epoch;
    const again = new TrainLoop(lab, { ...loop['options'] });
    const end = await again.run(3);
    expect(lab.step).toBe(10 + 3 * STEPS_PER_EPOCH);
    expect(end.epoch).toBeCloseTo(begun + 3, 9);
  });

  for (const batchSize of [16, 500, 1499]) {
    it(`is so many epochs when batches become ${batchSize} on the way`, async () => {
      const { lab, loop } = setUp({
        onTurn: (turn) => {
          if (turn !== 40) return;
          changedAt = lab.info().epoch;
          lab.setOptions({ ...lab.options, batchSize });
          loop.optionsChanged();
        },
      });
      let changedAt = 0;
      const end = await loop.run(200);
      expect(changedAt).toBeGreaterThan(1);
      expect(changedAt).toBeLessThan(150);
      expect(end.reason).toBe('finished');
      expect(end.epoch).toBeGreaterThanOrEqual(200 - 1e-9);
      expect(end.epoch).toBeLessThan(200 + batchSize / 1500);
    });
  }
});

describe('frames', () => {
  it('are never queued: one in flight, and training goes on meanwhile', async () => {
    const { lab, loop, frames } = setUp({ lands: false });
    await loop.run(200);
    expect(lab.step).toBe(200 * STEPS_PER_EPOCH);
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
    await loop.run(330);
    expect(frames).toHaveLength(2);
    expect(frames[1]!.stats.step).toBeGreaterThanOrEqual(stepAtLanding);
  });

  it('come no faster than the display', async () => {
    const { clock, loop, frames } = setUp();
    await loop.run(160);
    expect(frames.length).toBeLessThanOrEqual(clock.nowMs / 16 + 1);
    expect(frames.length).toBeGreaterThan(clock.nowMs / 60);
  });

  it('say which model they are of', async () => {
    const { loop, frames } = setUp();
    await loop.run(10);
    expect(frames.every(({ model }) => model === 5)).toBe(true);
  });

  it('bring manifold, strip and points in turn, and none of them eats the training', async () => {
    const { lab, clock, loop, frames } = setUp();
    await loop.run(250);
    for (const piece of ['manifold', 'strip', 'points'] as const) {
      expect(frames.some((frame) => frame[piece] !== undefined)).toBe(true);
    }
    const trainingMs = lab.slices.reduce((sum, slice) => sum + slice.tookMs, 0);
    expect(trainingMs / clock.nowMs).toBeGreaterThan(0.6);
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
    const end = await setup.loop.run(1_000_000);
    expect(end.reason).toBe('paused');
    expect(sentAtStop).toBeGreaterThan(0);
    expect(setup.frames).toHaveLength(sentAtStop);
  });
});

describe('the curve', () => {
  /** The steps at which a set was measured. */
  const measuredAt = (lab: FakeLab, set: string) => {
    const calls = lab.calls.filter(({ call }) => call === `evaluate ${set}`);
    return [...new Set(calls.map(({ step }) => step))];
  };

  it('keeps its points while frames are held back, and hands the rest over at the end', async () => {
    const { lab, loop, frames } = setUp({ lands: false });
    const end = await loop.run(400);
    expect(end.curve.length).toBeGreaterThan(10);
    const steps = [...frames.flatMap((frame) => frame.curve), ...end.curve].map(({ step }) => step);
    expect(steps).toEqual(measuredAt(lab, 'heldOut'));
  });

  it('measures both sets at the same step', async () => {
    const { lab, loop, frames } = setUp();
    const end = await loop.run(120);
    const steps = [...frames.flatMap((frame) => frame.curve), ...end.curve].map(({ step }) => step);
    expect(steps.length).toBeGreaterThan(10);
    expect(measuredAt(lab, 'heldOut')).toEqual(steps);
    expect(measuredAt(lab, 'training')).toEqual(steps);
  });
});

describe('checkpoints of a run', () => {
  it('begin with its first state, and come at most every two seconds', async () => {
    const { lab, clock, loop } = setUp();
    await loop.run(1000);
    const taken = lab.calls.filter(({ call }) => call === 'checkpoint').length;
    expect(taken).toBeGreaterThan(3);
    expect(taken).toBeLessThanOrEqual(1 + clock.nowMs / 2000);
  });

  it('are what was measured: no step is in between', async () => {
    const { lab, loop, checkpoints } = setUp();
    const steps = new Set<number>();
    const measured = checkpoints.measured.bind(checkpoints);
    checkpoints.measured = (...terms) => {
      steps.add(lab.step);
      measured(...terms);
    };
    await loop.run(1000);
    expect(checkpoints.kept!.step).toBeGreaterThan(0);
    expect(steps).toContain(checkpoints.kept!.step);
  });
});

it('a run that diverges rejects with what the lab said', async () => {
  const { lab, loop } = setUp();
  lab.nature.divergesAt = 500;
  await expect(loop.run(40)).rejects.toMatchObject({ code: 'diverged' });
});
