// What the training worker and the page say to each other of helper threads: beside Comlink, whose messages carry an `id`,
// in messages of the worker's own channel, since not every browser sends a module through a port. `Join` is what a helper
// needs of the instance that it helps; the page hands it on.

/** From the training worker, of the thread that it calls by this number. */
export type ThreadOrder<Join> = { thread: number } & (
  { join: Join } | { /** As thread 1, 2, … of the training. */ help: number } | { end: true }
);

/** To the training worker: the thread has joined, or it does not come. */
export interface ThreadNews {
  thread: number;
  came: boolean;
}

/** To the thread itself. */
export type ToThread<Join> = { join: Join } | { help: number };

/** A message on a channel that is Comlink's, too. */
export function isOfThread<T extends { thread: number }>(message: unknown): message is T {
  return typeof message === 'object' && message !== null && 'thread' in message;
}
