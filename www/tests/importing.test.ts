// A visitor's files on their way to images: what the panel is told, whatever becomes of them.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { importing as words } from '../src/page/i18n/en-import';
import { Importing } from '../src/page/state/importing.svelte';
import type { ReaderLink } from '../src/page/state/import-link';
import { failure } from '../src/shared/failure';
import type { Found, GivenFile } from '../src/shared/import-api';
import type { Failure, ImportChoices, ImportPreview } from '../src/shared/types';

/** A reader whose answers the test gives. */
class FakeReader implements ReaderLink {
  ended = false;
  answer: (found: Found) => void = () => {};
  refuse: (why: Failure) => void = () => {};
  private readonly asked = () =>
    new Promise<Found>((resolve, reject) => {
      this.answer = resolve;
      this.refuse = reject;
    });
  readonly api = {
    open: vi.fn((_files: readonly GivenFile[], _choices: ImportChoices) => this.asked()),
    read: vi.fn((_choices: ImportChoices) => this.asked()),
    packed: vi.fn(async () => Uint8Array.of(7)),
  };

  constructor(readonly died: (why: Failure) => void) {}

  end() {
    this.ended = true;
  }
}

const found = (name: string): Found => ({
  preview: { name, height: 20, width: 30 } as ImportPreview,
  sheet: new Uint8Array(0),
});
const files = (...names: string[]) => names.map((name) => new File(['x'], name));

let readers: FakeReader[] = [];
const reader = () => readers.at(-1)!;
afterEach(() => void (readers = []));

async function importing(...names: string[]) {
  const state = new Importing((died) => {
    readers.push(new FakeReader(died));
    return reader();
  });
  const given = state.give(files(...names));
  await vi.waitFor(() => expect(reader().api.open).toHaveBeenCalled());
  return { state, given };
}

describe('files that were given', () => {
  it('are read, and what they hold is there to be used or not', async () => {
    const { state, given } = await importing('a.npz');
    expect([state.busy, state.ready, state.found]).toEqual([true, false, null]);
    expect(reader().api.open.mock.calls[0]![0]).toMatchObject([{ path: 'a.npz' }]);
    reader().answer(found('a'));
    await given;
    expect([state.busy, state.ready, state.found?.preview.name]).toEqual([false, true, 'a']);
    expect(await state.images()).toEqual({
      title: 'a',
      height: 20,
      width: 30,
      packed: Uint8Array.of(7),
    });
  });

  it('that cannot be read are a failure, and nothing to use', async () => {
    const { state, given } = await importing('a.bin');
    reader().refuse(failure('bad_file', { reason: 'cut', message: 'a.bin is cut short.' }));
    await given;
    expect([state.ready, state.failure?.reason]).toEqual([false, 'cut']);
    expect(words.sentence(state.failure!)).toBe('a.bin is cut short.');
    expect(await state.images()).toBeNull();
  });

  it('give way to others, whose reader is another, and are heard of no more', async () => {
    const { state, given } = await importing('a.npz');
    const [first] = readers;
    const again = state.give(files('b.npz'));
    await vi.waitFor(() => expect(readers).toHaveLength(2));
    expect(first!.ended).toBe(true);
    first!.answer(found('a'));
    await given;
    expect([state.found, state.busy]).toEqual([null, true]);
    await vi.waitFor(() => expect(reader().api.open).toHaveBeenCalled());
    reader().answer(found('b'));
    await again;
    expect(state.found?.preview.name).toBe('b');
  });

  it('whose reader dies are a failure', async () => {
    const { state, given } = await importing('a.npz');
    reader().died(failure('bad_file', { reason: 'missing' }));
    await given;
    expect(words.sentence(state.failure!)).toContain('Check the connection');
  });

  it('that are none are said to be none', async () => {
    const state = new Importing(() => new FakeReader(() => {}));
    await state.give([]);
    expect(words.sentence(state.failure!)).toContain('There is no file');
  });

  it('are forgotten at the end, with their reader', async () => {
    const { state, given } = await importing('a.npz');
    state.end();
    expect(reader().ended).toBe(true);
    reader().answer(found('a'));
    await given;
    expect(state.found).toBeNull();
  });
});

describe('a choice', () => {
  async function open() {
    const { state, given } = await importing('a.npz');
    reader().answer(found('a'));
    await given;
    return state;
  }

  it('reads the same files otherwise, beside those before; taken back, it is open again', async () => {
    const state = await open();
    const first = state.choose({ side: 16 });
    reader().answer(found('sixteen'));
    await first;
    const second = state.choose({ invert: true });
    reader().answer(found('inverted'));
    await second;
    expect(reader().api.read.mock.calls).toEqual([[{ side: 16 }], [{ side: 16, invert: true }]]);
    void state.choose({ side: undefined });
    expect(state.choices).toEqual({ invert: true });
  });

  it('that cannot be is a failure: what was found stays in sight, and cannot be used', async () => {
    const state = await open();
    const asked = state.choose({ side: 3 });
    reader().refuse(failure('bad_file', { reason: 'choice' }));
    await asked;
    expect([state.ready, state.found?.preview.name]).toEqual([false, 'a']);
    const good = state.choose({ side: 8 });
    reader().answer(found('a'));
    await good;
    expect([state.ready, state.failure]).toEqual([true, null]);
  });

  it('made before the answer to another counts alone', async () => {
    const state = await open();
    const first = state.choose({ side: 9 });
    const late = reader().answer;
    const second = state.choose({ side: 10 });
    reader().answer(found('ten'));
    await second;
    late(found('nine'));
    await first;
    expect(state.found?.preview.name).toBe('ten');
  });
});
