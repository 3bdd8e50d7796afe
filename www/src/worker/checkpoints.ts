// What a run that diverges goes back to: the last state whose held-out terms were measured and found sound.
import { failureFrom } from '../shared/failure';
import type { Term, Terms } from '../shared/types';

export interface Checkpoint {
  step: number;
  bytes: Uint8Array;
}

/** Pause between two checkpoints of a run. */
const EVERY_MS = 2_000;
/** Above the best so far by more than this share of it (or a nat) is on the way to a divergence, not good. */
const FAR_SHARE = 0.25;
const FAR_NATS = 1;

export class Checkpoints {
  /** The last good one. */
  kept: Checkpoint | null = null;
  private keptAtMs = -Infinity;
  private best = Infinity;
  /** What was measured last is no worse than it should be. */
  private sound = true;

  constructor(
    private readonly now: () => number,
    private readonly take: () => Checkpoint,
  ) {}

  /** The held-out terms where the model stands. */
  measured(held: Terms, terms: readonly Term[]): void {
    const figure = (terms.find(({ role }) => role === 'sum') ?? terms[0])?.id;
    const value = figure === undefined ? 0 : (held[figure] ?? NaN);
    const finite = terms.every(({ id }) => Number.isFinite(held[id]));
    const far = Math.max(FAR_NATS, FAR_SHARE * Math.abs(this.best));
    this.sound = finite && !(value > this.best + far);
    if (this.sound) this.best = Math.min(this.best, value);
  }

  /** A run begins here: somewhere to go back to before there is anything better. */
  beginRun(): void {
    if (this.sound) this.keep();
  }

  /** True when one was taken: it took the time of a copy of everything. */
  keepIfDue(): boolean {
    if (!this.sound || this.now() - this.keptAtMs < EVERY_MS) return false;
    this.keep();
    return true;
  }

  /** Another objective: how good it can be is not known any more. */
  forgetBest(): void {
    this.best = Infinity;
  }

  /** The model stands where its last checkpoint was taken. */
  wentBack(): void {
    this.sound = true;
  }

  private keep(): void {
    this.keptAtMs = this.now();
    try {
      this.kept = this.take();
    } catch (thrown) {
      // No room for a copy of everything: the run goes on, and an older checkpoint stays.
      if (failureFrom(thrown).code !== 'no_memory') throw thrown;
    }
  }
}
