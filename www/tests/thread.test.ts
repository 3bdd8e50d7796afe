import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ToThread } from '../src/shared/thread-orders';

const wasm = {
  default: vi.fn(async () => ({ memory: {} })),
  helpTraining: vi.fn<(index: number) => void>(),
  abandonTraining: vi.fn<() => void>(),
};

vi.mock('../src/worker/wasm-package', () => ({ glueOf: async () => wasm }));

type Listener = (event: { data: ToThread<unknown> }) => void;

const join = { variant: 'strict-threads', module: {}, memory: {} };
let posted: unknown[] = [];
let listener: Listener;
const rejections: unknown[] = [];
const keep = (reason: unknown) => rejections.push(reason);
/** Several turns: what a message sets off has come to its end. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function send(message: object): Promise<void> {
  listener({ data: message as ToThread<unknown> });
  await settled();
}

beforeEach(async () => {
  vi.resetModules();
  vi.clearAllMocks();
  posted = [];
  vi.stubGlobal('self', {
    addEventListener: (_type: 'message', obey: Listener) => (listener = obey),
    postMessage: (message: unknown) => posted.push(message),
  });
  rejections.length = 0;
  process.on('unhandledRejection', keep);
  await import('../src/worker/thread');
});

afterEach(() => {
  process.off('unhandledRejection', keep);
  vi.unstubAllGlobals();
});

describe('a helper thread', () => {
  it('says that it is ready when it has joined the memory, and helps under the number it is given', async () => {
    await send({ join });
    expect(wasm.default).toHaveBeenCalledWith({ module_or_path: join.module, memory: join.memory });
    expect(posted).toEqual(['ready']);
    await send({ help: 2 });
    expect(wasm.helpTraining).toHaveBeenCalledWith(2);
    expect([wasm.abandonTraining.mock.calls, rejections]).toEqual([[], []]);
  });

  it('abandons training when it traps, and the trap still shows', async () => {
    const trap = new WebAssembly.RuntimeError('memory access out of bounds');
    wasm.helpTraining.mockImplementationOnce(() => {
      throw trap;
    });
    await send({ join });
    await send({ help: 1 });
    expect(wasm.abandonTraining).toHaveBeenCalledOnce();
    expect(rejections).toEqual([trap]);
  });

  it('does not pass over in silence that it cannot help', async () => {
    await send({ help: 1 });
    expect(rejections).toHaveLength(1);
  });
});
