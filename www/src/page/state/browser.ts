// What the state has of the browser around it: frames, idle time, a clock.
import type { Clock } from './heartbeat';

/** Nobody sees the frames of a hidden page, and the browser gives it none: what comes with them is taken all the same. */
const UNSEEN_FRAME_MS = 1_000;
/** Where the browser does not say when it is idle. */
const IDLE_MS = 500;

export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, UNSEEN_FRAME_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export function whenIdle(act: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(act, { timeout: 2_000 });
  else setTimeout(act, IDLE_MS);
}

export const clock: Clock = {
  now: () => performance.now(),
  every: (ms, act) => {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
  visible: () => document.visibilityState === 'visible',
};
