const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Gives way to whatever waits in the worker's queue (a click's decode, a pause), then goes on.
 *  A timer would wait at least 4 ms; a promise would give way to nothing. */
export function yieldTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}
