// Helper threads as the training worker has them: it calls one, and the page makes it.
import { isOfThread, type ThreadNews, type ThreadOrder } from '../shared/thread-orders';
import type { VariantName } from './variant';

const PATIENCE_MS = 5_000;

/** What a helper needs of the instance that it helps. */
export interface Join {
  variant: VariantName;
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
}

export interface Helper {
  /** From now on it is thread `index` of the training, until that ends. */
  help(index: number): void;
}

/** A thread that has joined the memory, or nothing when it does not come in time. */
export type CallHelper = (join: Join) => Promise<Helper | null>;

/** The channel to the page. */
interface Channel extends EventTarget {
  postMessage(order: ThreadOrder<Join>): void;
}

export function helpersOfPage(channel: Channel): CallHelper {
  let last = 0;
  const waiting = new Map<number, (came: boolean) => void>();
  const order = (what: ThreadOrder<Join>) => channel.postMessage(what);
  channel.addEventListener('message', (event) => {
    const { data } = event as MessageEvent<unknown>;
    if (isOfThread<ThreadNews>(data)) waiting.get(data.thread)?.(data.came);
  });
  return (join) =>
    new Promise((resolve) => {
      const thread = ++last;
      const settle = (came: boolean) => {
        clearTimeout(patience);
        waiting.delete(thread);
        resolve(came ? { help: (index) => order({ thread, help: index }) } : null);
      };
      const patience = setTimeout(() => {
        order({ thread, end: true });
        settle(false);
      }, PATIENCE_MS);
      waiting.set(thread, settle);
      order({ thread, join });
    });
}
