// What a run that diverges goes back to: the last state whose held-out terms were measured and found sound.
import { failureFrom } from '../shared/failure';
import { totalOf } from '../shared/terms';
import type { Checkpoint, Term, Terms } from '../shared/types';

/** Pause between two checkpoints of a run; one that took c ms is followed by the next after 16 c ms at the earliest. */
const EVERY_MS = 2_000;
const REST_PER_COST = 16;
/** Above the best so far by more than this share of it (or a nat) is on the way to a divergence, not good. */
const FAR_SHARE = 0.25;
const FAR_NATS = 1;

export class Checkpoints {
  /** The last good one. */
  kept: Checkpoint | null = null;
  private nextAtMs = -Infinity;
  private handed: Checkpoint | null = null;
  private best = Infinity;
  /** What was measured last is no worse than it should be. */
  private sound = true;
  /** It was measured after steps with the options that it has. */
  private proven = true;

  constructor(
    private readonly now: () => number,
    private readonly take: () => Checkpoint,
  ) {}

  /** The held-out terms where the model stands. */
  measured(held: Terms, terms: readonly Term[]): void {
    const figure = totalOf(terms);
    const value = figure === undefined ? 0 : (held[figure] ?? NaN);
    const finite = terms.every(({ id }) => Number.isFinite(held[id]));
    const far = Math.max(FAR_NATS, FAR_SHARE * Math.abs(this.best));
    this.sound = finite && !(value > this.best + far);
    this.proven = true;
    if (this.sound) this.best = Math.min(this.best, value);
  }

  /** A run begins here: somewhere to go back to before there is anything better. */
  beginRun(): void {
    if (this.sound) this.keep();
  }

  /** True when one was taken: it took the time of a copy of everything. */
  keepIfDue(): boolean {
    if (!this.sound || !this.proven || this.now() < this.nextAtMs) return false;
    this.keep();
    return true;
  }

  /** The last good one, once: a copy for whoever outlives this worker. */
  toHandOver(): Checkpoint | null {
    const { kept } = this;
    if (!kept || kept === this.handed) return null;
    this.handed = kept;
    return { step: kept.step, bytes: kept.bytes.slice() };
  }

  /** What they make of the model is to be seen first. */
  optionsChanged(): void {
    this.proven = false;
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
    const startMs = this.now();
    try {
      this.kept = this.take();
    } catch (thrown) {
      // No room for a copy of everything: the run goes on, and an older checkpoint stays.
      if (failureFrom(thrown).code !== 'no_memory') throw thrown;
    }
    const endMs = this.now();
    this.nextAtMs = endMs + Math.max(EVERY_MS, REST_PER_COST * (endMs - startMs));
  }
}
