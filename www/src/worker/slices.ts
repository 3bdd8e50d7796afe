/** However little a slice seemed to take, the next is at most so many times larger: a browser's clock may be coarse. */
const GROWTH = 8;

/** Chooses how many units of work (steps, rows, images) fit a slice, from the time the last slices took. */
export class SliceSizer {
  private msPerUnit: number | null = null;
  private largest: number;

  /** Of the first slice nothing is known: it has `first` units. */
  constructor(
    private readonly targetMs: number,
    first = 1,
  ) {
    this.largest = first;
  }

  /** At least one. */
  next(): number {
    if (this.msPerUnit === null) return this.largest;
    return Math.max(1, Math.min(this.largest, Math.floor(this.targetMs / this.msPerUnit)));
  }

  /** A slower unit counts at once, so that one surprise makes one long slice; a faster one slowly. */
  record(units: number, elapsedMs: number): void {
    const measured = Math.max(elapsedMs, 0.01) / units;
    const known = this.msPerUnit;
    const gain = known === null || measured > known ? 1 : 0.3;
    this.msPerUnit = (known ?? measured) + gain * (measured - (known ?? measured));
    this.largest = GROWTH * units;
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
