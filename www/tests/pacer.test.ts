import { describe, expect, it } from 'vitest';
import type { Tempo } from '../src/shared/types';
import { Pacer } from '../src/worker/pacer';

/** Runs a pacer on a machine that takes `msPerStep`, in slices of 10 ms; answers when each slice began and its steps. */
function run(tempo: Tempo, msPerStep: number, untilMs: number, then?: [atMs: number, Tempo]) {
  let nowMs = 1000;
  const pacer = new Pacer(() => nowMs, tempo);
  pacer.begin();
  const startMs = nowMs;
  const slices: { atMs: number; steps: number; tempo: Tempo }[] = [];
  while (nowMs - startMs < untilMs) {
    if (then && nowMs - startMs >= then[0]) {
      pacer.tempo = then[1];
      then = undefined;
    }
    const steps = pacer.allow(Math.max(1, Math.floor(10 / msPerStep)));
    if (steps === 0) {
      nowMs += pacer.restMs();
      continue;
    }
    slices.push({ atMs: nowMs - startMs, steps, tempo: pacer.tempo });
    nowMs += steps * msPerStep;
    pacer.did(steps, steps * msPerStep);
  }
  return slices;
}

const stepsIn = (slices: ReturnType<typeof run>, fromMs: number, toMs: number) =>
  slices.reduce((sum, { atMs, steps }) => sum + (atMs >= fromMs && atMs < toMs ? steps : 0), 0);

/** The digits' net and the 28×28 ones, about. */
const NETS = [0.33, 12];

describe('a pacer', () => {
  it('does a step at a time, eight a second, to look at each', () => {
    for (const msPerStep of NETS) {
      const slices = run('step', msPerStep, 5000);
      expect(slices.every(({ steps }) => steps === 1)).toBe(true);
      expect(stepsIn(slices, 0, 5000)).toBeGreaterThanOrEqual(38);
      expect(stepsIn(slices, 0, 5000)).toBeLessThanOrEqual(42);
    }
  });

  it('is slower at slow than at full speed, and faster than step by step, whatever the net', () => {
    for (const msPerStep of NETS) {
      const [step, slow, full] = (['step', 'slow', 'full'] as const).map((tempo) =>
        stepsIn(run(tempo, msPerStep, 4000), 1000, 4000),
      ) as [number, number, number];
      expect(slow).toBeGreaterThan(2 * step);
      expect(full).toBeGreaterThan(2 * slow);
    }
  });

  it('rises from a few steps a second to all that can be done, within six seconds', () => {
    for (const msPerStep of NETS) {
      const slices = run('rising', msPerStep, 8000);
      expect(stepsIn(slices, 0, 500)).toBeLessThanOrEqual(16);
      const full = slices.find(({ tempo }) => tempo === 'full')!;
      expect(full.atMs).toBeGreaterThan(500);
      expect(full.atMs).toBeLessThanOrEqual(6050);
      expect(stepsIn(slices, 7000, 8000)).toBeGreaterThan(0.9 * (1000 / msPerStep));
      // Never a jump: each half second does at most four times what the one before did.
      for (let ms = 500; ms < 6000; ms += 500) {
        const [before, after] = [stepsIn(slices, ms - 500, ms), stepsIn(slices, ms, ms + 500)];
        expect(after).toBeLessThanOrEqual(4 * before + 4);
      }
    }
  });

  it('goes on rising after a first step that was cold', () => {
    let nowMs = 0;
    const pacer = new Pacer(() => nowMs, 'rising');
    pacer.begin();
    for (let step = 0; nowMs < 1500;) {
      const steps = pacer.allow(1);
      const tookMs = step === 0 ? 80 : 0.33;
      if (steps > 0) pacer.did(steps, tookMs);
      nowMs += steps > 0 ? tookMs : pacer.restMs();
      step += steps;
    }
    expect(pacer.tempo).toBe('rising');
  });

  it('makes up for nothing after a pause of the machine', () => {
    let nowMs = 0;
    const pacer = new Pacer(() => nowMs, 'slow');
    pacer.begin();
    pacer.allow(1);
    pacer.did(1, 0.33);
    nowMs += 60_000;
    expect(pacer.allow(100_000)).toBeLessThanOrEqual(0.1 * 310);
  });

  it('changes its tempo while it runs', () => {
    const slices = run('step', 0.33, 4000, [2000, 'full']);
    expect(stepsIn(slices, 0, 2000)).toBeLessThan(20);
    expect(stepsIn(slices, 2100, 4000)).toBeGreaterThan(5000);
  });
});
