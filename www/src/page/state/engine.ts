import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { LabApi } from '../../shared/lab-api';
import type { Frame } from '../../shared/types';

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
export function startEngine(onDied: (message: string) => void): Engine {
  const worker = new Worker(new URL('../../worker/main.ts', import.meta.url), {
    type: 'module',
    name: 'vae-lab',
  });
  worker.addEventListener('error', (event) => onDied(event.message ?? ''));
  worker.addEventListener('messageerror', () => onDied(''));
  return {
    api: wrap<LabApi>(worker),
    moved: (bytes) => transfer(bytes, [bytes.buffer as ArrayBuffer]),
    sink: (onFrame) => proxy(onFrame),
    end: () => worker.terminate(),
  };
}
