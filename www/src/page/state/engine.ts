import { proxy, transfer, wrap, type Endpoint, type Remote } from 'comlink';
import { failure } from '../../shared/failure';
import type { LabApi } from '../../shared/lab-api';
import { isOfThread, type ThreadOrder } from '../../shared/thread-orders';
import type { Failure, Frame } from '../../shared/types';
import { HelperThreads } from './helper-threads';
import { watchPolicy, whyRefused } from './worker-refused';

/** The worker's answers, and its end. */
export interface Engine {
  readonly api: Pick<Remote<LabApi>, keyof LabApi>;
  /** Moves a file's bytes into the worker. */
  moved(bytes: Uint8Array): Uint8Array;
  /** A frame handler that the worker can call. */
  sink(onFrame: (frame: Frame) => Promise<void>): (frame: Frame) => Promise<void>;
  end(): void;
}

/** `onDied` is called when the worker itself fails: it could not start, or an error escaped it. */
export function startEngine(onDied: (failure: Failure) => void): Engine {
  const policy = watchPolicy();
  const refused = (message = '') =>
    void whyRefused(policy.violated, message).then(onDied).finally(policy.end);
  let worker: Worker;
  try {
    worker = new Worker(new URL('../../worker/main.ts', import.meta.url), {
      type: 'module',
      name: 'vae-lab',
    });
  } catch {
    refused();
    // Nobody answers at the other end of this one.
    return { ...engineAt(new MessageChannel().port1), end: () => {} };
  }
  let alive = false;
  const starts = () => {
    alive = true;
    policy.end();
  };
  worker.addEventListener('message', starts, { once: true });
  const threads = new HelperThreads((news) => worker.postMessage(news));
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isOfThread<ThreadOrder<unknown>>(data)) threads.obey(data);
  });
  worker.addEventListener('error', (event) => {
    if (alive) onDied(failure('fatal', { message: event.message }));
    else refused(event.message);
  });
  worker.addEventListener('messageerror', () => onDied(failure('fatal')));
  const end = () => {
    worker.terminate();
    threads.end();
  };
  return { ...engineAt(worker), end };
}

function engineAt(end: Endpoint): Omit<Engine, 'end'> {
  return {
    api: wrap<LabApi>(end),
    moved: (bytes) => transfer(bytes, [bytes.buffer as ArrayBuffer]),
    sink: (onFrame) => proxy(onFrame),
  };
}
