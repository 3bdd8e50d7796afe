// The shared memory of a threaded build. A browser sets its maximum aside at once, and where that is much (on phones) it
// refuses: then less will do.
import { WorkerFailure } from './failure';

const PAGE_BYTES = 64 << 10;

/** What the threaded builds import: as many pages at first, at most so many (a test holds the builds to it). */
export const FIRST_PAGES = 18;
export const MOST_PAGES = (1 << 30) / PAGE_BYTES;

/** Pages at most, tried in this order: 1 GiB, 256 MiB, 64 MiB. */
export const LADDER = [MOST_PAGES, (256 << 20) / PAGE_BYTES, (64 << 20) / PAGE_BYTES] as const;

/** A memory that the browser grants, and lets grow; null where it grants none. */
export function sharedMemory(): WebAssembly.Memory | null {
  for (const maximum of LADDER) {
    try {
      const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum, shared: true });
      memory.grow(1);
      return memory;
    } catch {
      // Refused, or not growing: the next rung, and after the last one a build that needs none.
    }
  }
  return null;
}

/** Starts an instance; that there is no memory to start with is named. */
export async function startingMemory<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (thrown) {
    if (!isOfMemory(thrown)) throw thrown;
    throw new WorkerFailure('no_start_memory', { params: { detail: String(thrown) } });
  }
}

/** The browser gave no memory, or would not let it grow; each words it in its own way, none has a code for it. */
export function isOfMemory(thrown: unknown): boolean {
  if (thrown instanceof WorkerFailure) return thrown.code === 'no_start_memory';
  return thrown instanceof RangeError || /memory/i.test(String(thrown));
}
