// The worker that reads a visitor's files: what it hands to the reader, and what it makes of what goes wrong.
import { describe, expect, it } from 'vitest';
import { importing as words } from '../src/page/i18n/en-import';
import { failureFrom } from '../src/shared/failure';
import type { ImportPreview } from '../src/shared/types';
import type { DecodePicture } from '../src/worker/decode-picture';
import { WorkerFailure } from '../src/worker/failure';
import type { Reader } from '../src/worker/reader-package';
import { roomy } from '../src/worker/reader-package';
import { Reading } from '../src/worker/reading';
import { vi } from 'vitest';

vi.mock('../src/wasm/import/import.js', () => ({ default: () => {}, Reader: class {} }));

const PREVIEW = { name: 'set' } as ImportPreview;

/** One that notes what it is asked for; of its files, these are pictures that a browser decodes. */
function fakeReader(foreign: number[] = []) {
  const asked: string[] = [];
  const pictures = [...foreign];
  const reader: Reader = {
    add: (path, bytes) => asked.push(`add ${path} ${bytes.length}`),
    open: () => asked.push('open'),
    foreignPictures: () => pictures.length,
    foreignPicture: () => Uint8Array.of(pictures[0]!),
    decoded: (width, height, pixels) => {
      asked.push(`decoded ${pictures.shift()} ${width}x${height} ${pixels.length}`);
    },
    undecoded: () => asked.push(`undecoded ${pictures.shift()}`),
    read: () => {
      asked.push('read');
      return PREVIEW;
    },
    sheet: (count) => new Uint8Array(count),
    packed: () => Uint8Array.of(1),
  };
  return { reader, asked };
}

const file = (path: string, size = 3) => ({
  path,
  file: { size, arrayBuffer: async () => new ArrayBuffer(size) },
});
const none: DecodePicture = () => Promise.resolve(null);
const refused = (asked: Promise<unknown>) => asked.then(() => null, failureFrom);

describe('files', () => {
  it('are added by their paths, opened, and read', async () => {
    const { reader, asked } = fakeReader();
    const reading = new Reading(async () => reader, none);
    const found = await reading.open([file('a/1.npy'), file('a/2.npy', 5)], {});
    expect(asked).toEqual(['add a/1.npy 3', 'add a/2.npy 5', 'open', 'read']);
    expect([found.preview, found.sheet.length]).toEqual([PREVIEW, 60]);
    await reading.read({ side: 8 });
    expect(asked.at(-1)).toBe('read');
    expect(await reading.packed()).toEqual(Uint8Array.of(1));
  });

  it('that a browser decodes are decoded one by one, small where there are many; others are left to be named', async () => {
    const { reader, asked } = fakeReader([1, 2, 3]);
    const most: number[] = [];
    const decode: DecodePicture = async ([first], mostPx) => {
      most.push(mostPx);
      return first === 2 ? null : { width: 2, height: 3, pixels: new Uint8Array(24) };
    };
    await new Reading(async () => reader, decode).open([file('z.zip')], {});
    expect(asked.slice(2, 5)).toEqual(['decoded 1 2x3 24', 'undecoded 2', 'decoded 3 2x3 24']);
    expect(most).toEqual([512, 512, 512]);
  });

  it('have a lone picture as large as it is: it may hold a grid', async () => {
    const most: number[] = [];
    const decode: DecodePicture = async (_, mostPx) => {
      most.push(mostPx);
      return null;
    };
    await new Reading(async () => fakeReader([1]).reader, decode).open([file('a.jpg')], {});
    expect(most).toEqual([Infinity]);
  });

  it('have room asked for before they are handed in', () => {
    const rooms: number[] = [];
    const { reader } = fakeReader([1]);
    const careful = roomy(reader, (bytes) => rooms.push(bytes));
    careful.add('a', new Uint8Array(10));
    careful.decoded(1, 1, new Uint8Array(4));
    expect(rooms).toEqual([10, 4]);
  });
});

describe('what goes wrong is about the files:', () => {
  const opening = (reader: Partial<Reader>, given = [file('a.npy')]) =>
    refused(new Reading(async () => ({ ...fakeReader().reader, ...reader }), none).open(given, {}));
  const throwing = (thrown: unknown) => ({
    open: () => {
      throw thrown;
    },
  });

  it('more than can be read is not asked for at all', async () => {
    const start = vi.fn();
    const much = [file('a.npy', 2 ** 29), file('b.npy', 2 ** 29 + 1)];
    const known = await refused(new Reading(start, none).open(much, {}));
    expect(known).toMatchObject({ code: 'bad_file', reason: 'large' });
    expect(start).not.toHaveBeenCalled();
  });

  it('a file that is gone is named', async () => {
    const gone = { path: 'a.npy', file: { size: 1, arrayBuffer: () => Promise.reject('gone') } };
    const known = await opening({}, [gone]);
    expect(words.sentence(known!)).toContain('could not read “a.npy”');
  });

  it('the reader’s own words are handed on', async () => {
    const own = new WorkerFailure('bad_file', { reason: 'cut', message: 'a.npy is cut short.' });
    expect(words.sentence((await opening(throwing(own)))!)).toBe('a.npy is cut short.');
  });

  it('a reader that breaks or does not come ends nothing else', async () => {
    const broken = await opening(throwing(new WebAssembly.RuntimeError('unreachable')));
    expect(broken).toMatchObject({ code: 'bad_file', reason: 'stopped' });
    const missing = await refused(
      new Reading(() => Promise.reject(new WorkerFailure('wasm_missing')), none).open([], {}),
    );
    expect(words.sentence(missing!)).toContain('could not be loaded');
  });

  it('memory that is not to be had is said with how much it is', async () => {
    const none = new WorkerFailure('no_memory', { params: { mebibytes: 900 } });
    expect(words.sentence((await opening(throwing(none)))!)).toContain('takes 900 MiB of memory');
  });
});
