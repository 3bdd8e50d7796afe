// The helper threads of a wasm instance. A helper that does not come means one thread fewer, not a broken page.
import type { CallHelper } from './helpers';
import type { Instance } from './wasm-package';

/** An instance's helper threads. They stay until the training worker ends. */
export class Crew {
  /** Some that were called last did not come. */
  incomplete = false;
  private count = 0;
  private growing: Promise<void> = Promise.resolve();

  constructor(
    private readonly instance: Instance,
    private readonly call: CallHelper,
  ) {}

  /** How many helpers there are, `wanted` at most. */
  helpers(wanted: number): number {
    return Math.min(this.count, wanted);
  }

  /** Calls helpers, all at once, until there are `wanted`. */
  grow(wanted: number): Promise<void> {
    this.growing = this.growing.then(async () => {
      const missing = Math.max(0, wanted - this.count);
      const { variant, module, memory } = this.instance;
      const called = Array.from({ length: missing }, () => this.call({ variant, module, memory }));
      for (const helper of await Promise.all(called)) {
        if (!helper) continue;
        this.count += 1;
        helper.help(this.count);
      }
      this.incomplete = this.count < wanted;
    });
    return this.growing;
  }

  /** A call of the training worker failed for good: helpers that wait for it are let go. */
  abandon(): void {
    try {
      this.instance.abandonTraining();
    } catch {
      // The instance is beyond even that, and why is known: it is the failure that led here.
    }
  }
}
