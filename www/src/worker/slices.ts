/** Chooses how many steps fit a slice, from the time the last slices took. */
export class SliceSizer {
  private msPerStep: number | null = null;

  constructor(private readonly targetMs: number) {}

  /** At least one; a single one until the first measurement. */
  nextSteps(): number {
    if (this.msPerStep === null) return 1;
    return Math.max(1, Math.floor(this.targetMs / this.msPerStep));
  }

  /** A slower step counts at once, so that one surprise makes one long slice; a faster one slowly. */
  record(steps: number, elapsedMs: number): void {
    const measured = Math.max(elapsedMs, 0.01) / steps;
    const known = this.msPerStep;
    const gain = known === null || measured > known ? 1 : 0.3;
    this.msPerStep = (known ?? measured) + gain * (measured - (known ?? measured));
  }
}

/** Steps per second over the last second. */
export class Throughput {
  private readonly marks: { atMs: number; step: number }[] = [];

  constructor(private readonly windowMs = 1000) {}

  record(atMs: number, step: number): void {
    this.marks.push({ atMs, step });
    while (this.marks.length > 2 && atMs - this.marks[1]!.atMs >= this.windowMs) this.marks.shift();
  }

  stepsPerSecond(): number {
    const first = this.marks[0];
    const last = this.marks.at(-1);
    if (!first || !last || last.atMs <= first.atMs) return 0;
    return ((last.step - first.step) * 1000) / (last.atMs - first.atMs);
  }
}
