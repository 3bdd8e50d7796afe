// The helper threads of a wasm instance. A helper that does not come means one thread fewer, not a broken page.
import type { ToThread } from './thread';
import type { Instance } from './wasm-package';

const PATIENCE_MS = 5_000;

/** A worker that will take part, or nothing when it does not come in time. */
function recruit(instance: Instance): Promise<Worker | null> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(new URL('./thread.ts', import.meta.url), {
        type: 'module',
        name: 'vae-lab thread',
      });
    } catch {
      resolve(null);
      return;
    }
    const giveUp = () => {
      clearTimeout(patience);
      worker.terminate();
      resolve(null);
    };
    const patience = setTimeout(giveUp, PATIENCE_MS);
    worker.addEventListener('error', giveUp);
    worker.addEventListener('message', () => {
      clearTimeout(patience);
      worker.removeEventListener('error', giveUp);
      resolve(worker);
    });
    const { variant, module, memory } = instance;
    worker.postMessage({ join: { variant, module, memory } } satisfies ToThread);
  });
}

/** An instance's helper threads. They stay until the training worker ends. */
export class Crew {
  /** Some that were called last did not come. */
  incomplete = false;
  private count = 0;
  private growing: Promise<void> = Promise.resolve();

  constructor(private readonly instance: Instance) {}

  /** How many helpers there are, `wanted` at most. */
  helpers(wanted: number): number {
    return Math.min(this.count, wanted);
  }

  /** Calls helpers, all at once, until there are `wanted`. */
  grow(wanted: number): Promise<void> {
    this.growing = this.growing.then(async () => {
      const missing = Math.max(0, wanted - this.count);
      const recruits = Array.from({ length: missing }, () => recruit(this.instance));
      for (const worker of await Promise.all(recruits)) {
        if (!worker) continue;
        this.count += 1;
        worker.postMessage({ help: this.count } satisfies ToThread);
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
