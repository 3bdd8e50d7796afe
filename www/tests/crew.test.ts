import { describe, beforeEach, expect, it, vi } from 'vitest';
import { Crew } from '../src/worker/crew';
import type { Helper } from '../src/worker/helpers';
import type { Instance } from '../src/worker/wasm-package';

/** Whether the helpers to come do come, in the order of their calls. */
let fates: boolean[] = [];
let helping: number[] = [];

const call = async (): Promise<Helper | null> =>
  (fates.shift() ?? true) ? { help: (index) => void helping.push(index) } : null;

const abandonTraining = vi.fn<() => void>();
const instance = { variant: 'strict-threads', abandonTraining } as Partial<Instance> as Instance;

beforeEach(() => {
  [fates, helping] = [[], []];
  abandonTraining.mockClear();
});

describe('Crew', () => {
  it('numbers its helpers from 1 and calls no more than are missing', async () => {
    const crew = new Crew(instance, call);
    await crew.grow(2);
    await crew.grow(1);
    await crew.grow(3);
    expect(helping).toEqual([1, 2, 3]);
    expect([crew.helpers(2), crew.helpers(9)]).toEqual([2, 3]);
    expect(crew.incomplete).toBe(false);
  });

  it('goes on with fewer when some do not come', async () => {
    fates = [false, true, false];
    const crew = new Crew(instance, call);
    await crew.grow(3);
    expect(helping).toEqual([1]);
    expect(crew.helpers(3)).toBe(1);
    expect(crew.incomplete, 'fewer than were asked for').toBe(true);
    await crew.grow(1);
    expect(crew.incomplete, 'as many as are asked for now').toBe(false);
  });

  it('lets its helpers go when training failed, and hides nothing when even that fails', () => {
    const crew = new Crew(instance, call);
    crew.abandon();
    expect(abandonTraining).toHaveBeenCalledOnce();
    abandonTraining.mockImplementationOnce(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    expect(() => crew.abandon()).not.toThrow();
  });
});
