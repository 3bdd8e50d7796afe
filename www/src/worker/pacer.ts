// How fast a run goes: as fast as it can, or slowly enough to be watched.
import type { Tempo } from '../shared/types';

/** Steps a second, one to a picture: each can be looked at. */
const STEPPING = 8;
/** Slow is this share of full speed, and no slower than so many steps a second. */
const SLOW_SHARE = 0.1;
const SLOW_LEAST = 30;
/** From the first rate to the last within this time; past it, a machine that can do more does. */
const RISE_MS = 6_000;
const RISE_FROM = 20;
const RISE_TO = 3_000;
/** The first slices are cold, and say nothing of what a machine can do. */
const COLD_SLICES = 10;
/** What was not done within this time is not made up for. */
const LATE_MS = 100;
const LONGEST_REST_MS = 50;

/** Deals out the steps of a run, by the clock. */
export class Pacer {
  private sinceMs = 0;
  private lastMs = 0;
  /** Steps that are due, in part. */
  private due = 1;
  private msPerStep: number | null = null;
  private slices = 0;

  constructor(
    private readonly now: () => number,
    private asked: Tempo,
  ) {}

  /** Time and steps count from here. */
  begin(): void {
    this.sinceMs = this.lastMs = this.now();
    this.due = 1;
  }

  /** A tempo that rises has become full when nothing holds it back any more. */
  get tempo(): Tempo {
    return this.asked;
  }

  set tempo(tempo: Tempo) {
    this.asked = tempo;
    this.begin();
  }

  /** How many of the steps that there is time for may be done now; none: rest first. */
  allow(wanted: number): number {
    if (this.asked === 'full') return wanted;
    const nowMs = this.now();
    const rate = this.stepsPerSecond(nowMs);
    const most = Math.max(1, (rate * LATE_MS) / 1000);
    this.due = Math.min(this.due + (rate * (nowMs - this.lastMs)) / 1000, most);
    this.lastMs = nowMs;
    const rose = this.asked === 'rising' && nowMs - this.sinceMs >= RISE_MS;
    if (rose || (this.asked === 'rising' && this.outruns(rate))) {
      this.asked = 'full';
      return wanted;
    }
    return Math.min(wanted, Math.floor(this.due));
  }

  did(steps: number, tookMs: number): void {
    this.due -= steps;
    this.slices += 1;
    const measured = Math.max(tookMs, 0.001) / steps;
    this.msPerStep = this.msPerStep === null ? measured : 0.7 * this.msPerStep + 0.3 * measured;
  }

  /** Until the next step is due, in ms. */
  restMs(): number {
    const waits = (1000 * (1 - this.due)) / this.stepsPerSecond(this.now());
    return Math.min(Math.max(1, waits), LONGEST_REST_MS);
  }

  private stepsPerSecond(nowMs: number): number {
    switch (this.asked) {
      case 'step':
        return STEPPING;
      case 'slow':
        return Math.max(SLOW_LEAST, SLOW_SHARE * this.most());
      case 'rising':
        return RISE_FROM * (RISE_TO / RISE_FROM) ** ((nowMs - this.sinceMs) / RISE_MS);
      case 'full':
        return Infinity;
    }
  }

  /** The rate is more than the machine can do. */
  private outruns(rate: number): boolean {
    return this.slices >= COLD_SLICES && rate > this.most();
  }

  private most(): number {
    return this.msPerStep === null ? 0 : 1000 / this.msPerStep;
  }
}
