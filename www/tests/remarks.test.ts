import { describe, expect, it } from 'vitest';
import { remarkOn } from '../src/page/state/remarks';
import type { CurvePoint, Term } from '../src/shared/types';
import { TERM_LIST } from './fake-core';

/** A curve of forty points up to `steps`: each term from how far the run is, 0 to 1. */
function curve(
  steps: number,
  heldOut: (at: number) => number,
  training = heldOut,
  kl: (at: number) => number = () => 3,
): CurvePoint[] {
  return Array.from({ length: 40 }, (_, n) => {
    const at = n / 39;
    const terms = (sum: number) => ({
      negElboNats: sum,
      reconNats: sum - kl(at),
      klNats: kl(at),
    });
    return {
      step: Math.round(at * steps),
      heldOut: terms(heldOut(at)),
      training: terms(training(at)),
    };
  });
}

const falling = (at: number) => 24 + 20 * Math.exp(-6 * at);
const AUTOENCODER: readonly Term[] = [{ id: 'reconNats', unit: 'nats', role: 'sum', sign: 1 }];

describe('a curve', () => {
  it('that falls says nothing beyond its figures', () => {
    expect(
      remarkOn(
        curve(12_000, (at) => 30 - 6 * at),
        TERM_LIST,
      ),
    ).toBeNull();
    expect(remarkOn([], TERM_LIST)).toBeNull();
  });

  it('whose last two fifths rest has converged', () => {
    const noisy = (at: number) => falling(at * 3) + 0.02 * Math.sin(400 * at);
    expect(remarkOn(curve(12_000, noisy), TERM_LIST)).toBe('converged');
    expect(remarkOn(curve(12_000, noisy), AUTOENCODER)).toBe('converged');
  });

  it('whose held-out half turns while training falls tells of learning by heart', () => {
    const turning = (at: number) => 100 + 40 * (at - 0.3) ** 2;
    const still = (at: number) => 100 - 20 * at;
    expect(remarkOn(curve(12_000, turning, still), TERM_LIST)).toBe('overfits');
    expect(remarkOn(curve(12_000, turning), TERM_LIST), 'both rise: another trouble').not.toBe(
      'overfits',
    );
  });

  it('with a KL of nothing has collapsed, but not in the first steps, where every KL is small', () => {
    const none = () => 0.001;
    expect(remarkOn(curve(12_000, falling, falling, none), TERM_LIST)).toBe('collapsed');
    expect(remarkOn(curve(900, falling, falling, none), TERM_LIST)).toBeNull();
    const late = (at: number) => (at < 0.5 ? 0 : 2);
    expect(remarkOn(curve(12_000, falling, falling, late), TERM_LIST)).not.toBe('collapsed');
  });

  it('that is no number says nothing', () => {
    expect(
      remarkOn(
        curve(12_000, () => NaN),
        TERM_LIST,
      ),
    ).toBeNull();
  });
});
