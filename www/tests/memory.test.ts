// The browser's refusal is simulated: `WebAssembly.Memory` grants up to so many pages.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FIRST_PAGES, LADDER, MOST_PAGES, sharedMemory } from '../src/worker/memory';

const MIB = 16; // pages

/** Asked for in turn: the maximum, in pages. */
let asked: number[] = [];

function grant(most: number, grows = (_maximum: number) => true): void {
  asked = [];
  vi.stubGlobal('WebAssembly', {
    ...WebAssembly,
    Memory: class {
      constructor(private readonly wanted: WebAssembly.MemoryDescriptor) {
        expect(wanted.shared).toBe(true);
        asked.push(wanted.maximum!);
        if (wanted.maximum! > most) throw new RangeError('could not allocate memory');
      }
      grow(): number {
        if (!grows(this.wanted.maximum!)) throw new RangeError('failed to grow memory');
        return this.wanted.initial;
      }
    },
  });
}

afterEach(() => vi.unstubAllGlobals());

describe('the shared memory', () => {
  it('is asked for once where the browser grants what the core could use', () => {
    grant(MOST_PAGES);
    expect(sharedMemory()).not.toBeNull();
    expect(asked).toEqual([1024 * MIB]);
  });

  it('is asked for on a ladder where the browser refuses', () => {
    grant(300 * MIB);
    expect(sharedMemory()).not.toBeNull();
    expect(asked).toEqual([1024 * MIB, 256 * MIB]);
    grant(64 * MIB);
    expect(sharedMemory()).not.toBeNull();
    expect(asked).toEqual([1024 * MIB, 256 * MIB, 64 * MIB]);
  });

  it('is none where even little is refused', () => {
    grant(63 * MIB);
    expect(sharedMemory()).toBeNull();
    expect(asked).toEqual([...LADDER]);
  });

  it('is one that grows: what does not is as good as refused', () => {
    grant(MOST_PAGES, (maximum) => maximum <= 64 * MIB);
    expect(sharedMemory()).not.toBeNull();
    expect(asked).toEqual([1024 * MIB, 256 * MIB, 64 * MIB]);
  });

  it('begins and ends where the builds with threads say', () => {
    const packages = new URL('../src/wasm/', import.meta.url);
    const threaded = readdirSync(packages).filter((name) => name.endsWith('-threads'));
    expect(threaded.length).toBeGreaterThan(0);
    for (const name of threaded) {
      const glue = readFileSync(new URL(`${name}/vae_lab.js`, packages), 'utf8');
      const [, initial, maximum] = /initial:(\d+),maximum:(\d+),shared:true/.exec(glue)!;
      expect(FIRST_PAGES, name).toBeGreaterThanOrEqual(Number(initial));
      expect(MOST_PAGES, name).toBe(Number(maximum));
    }
  });
});
