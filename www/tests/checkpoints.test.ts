import { beforeEach, describe, expect, it } from 'vitest';
import { Checkpoints } from '../src/worker/checkpoints';
import { Clock, TERM_LIST } from './fake-core';

const terms = (sum: number) => ({ negElboNats: sum, reconNats: sum - 3, klNats: 3 });

describe('checkpoints', () => {
  let clock: Clock;
  let step: number;
  let checkpoints: Checkpoints;

  /** The run goes on for so long, and is measured. */
  function goOn(ms: number, negElboNats: number): boolean {
    clock.nowMs += ms;
    step += ms;
    checkpoints.measured(terms(negElboNats), TERM_LIST);
    return checkpoints.keepIfDue();
  }

  beforeEach(() => {
    clock = new Clock();
    step = 0;
    checkpoints = new Checkpoints(clock.now, () => ({ step, bytes: new Uint8Array(1) }));
    checkpoints.beginRun();
  });

  it('begin with the state that the run begins with', () => {
    expect(checkpoints.kept?.step).toBe(0);
  });

  it('come every two seconds at most', () => {
    expect(goOn(500, 40)).toBe(false);
    expect(goOn(1600, 39)).toBe(true);
    expect(checkpoints.kept?.step).toBe(2100);
    expect(goOn(1900, 38)).toBe(false);
    expect(goOn(200, 38)).toBe(true);
  });

  it('are not taken of a state on its way up, nor of one that is no number', () => {
    goOn(3000, 30);
    expect(goOn(3000, 31)).toBe(true); // noise
    expect(goOn(3000, 60)).toBe(false);
    expect(goOn(3000, Infinity)).toBe(false);
    expect(goOn(3000, NaN)).toBe(false);
    expect(checkpoints.kept?.step).toBe(6000);
    expect(goOn(3000, 32)).toBe(true);
  });

  it('stay when another run begins on a state that was measured as bad', () => {
    goOn(3000, 30);
    goOn(3000, 1e9);
    checkpoints.beginRun();
    expect(checkpoints.kept?.step).toBe(3000);
  });

  it('measure by the sum of the terms, or by the only one there is', () => {
    const { [1]: recon } = TERM_LIST;
    const alone = [recon!];
    clock.nowMs = 3000;
    checkpoints.measured({ reconNats: 20 }, alone);
    expect(checkpoints.keepIfDue()).toBe(true);
    clock.nowMs = 6000;
    checkpoints.measured({ reconNats: 200 }, alone);
    expect(checkpoints.keepIfDue()).toBe(false);
  });

  it('take a bound below zero for as good as it is', () => {
    goOn(3000, -400);
    expect(goOn(3000, -350)).toBe(true);
    expect(goOn(3000, -100)).toBe(false);
  });

  it('are not taken under new options before these were seen to do no harm', () => {
    goOn(3000, 30);
    clock.nowMs += 3000;
    checkpoints.optionsChanged();
    expect(checkpoints.keepIfDue()).toBe(false);
    expect(goOn(1, 31)).toBe(true);
  });

  it('are handed over once each, as copies', () => {
    const first = checkpoints.toHandOver();
    expect(first?.step).toBe(0);
    expect(first?.bytes).not.toBe(checkpoints.kept?.bytes);
    expect(checkpoints.toHandOver()).toBeNull();
    goOn(3000, 30);
    expect(checkpoints.toHandOver()?.step).toBe(3000);
  });

  it('that take long are taken seldom', () => {
    checkpoints = new Checkpoints(clock.now, () => {
      clock.nowMs += 500;
      return { step, bytes: new Uint8Array(1) };
    });
    checkpoints.beginRun();
    expect(goOn(7900, 30)).toBe(false);
    expect(goOn(200, 30)).toBe(true);
  });

  it('begin anew with another objective', () => {
    goOn(3000, 30);
    checkpoints.forgetBest();
    expect(goOn(3000, 90)).toBe(true);
  });
});
