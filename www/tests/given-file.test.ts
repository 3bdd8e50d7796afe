// A file that is no weights has a sentence of its own, whatever it is and however it came.
import { beforeAll, describe, expect, it } from 'vitest';
import { say } from '../src/page/i18n/en-errors';
import { importing } from '../src/page/i18n/en-import';
import { carriedBy } from '../src/page/state/carried';
import { aboutFile, bytesOf, isWeights } from '../src/page/state/given-file';
import { filesOf } from '../src/page/state/given-images';
import { failure } from '../src/shared/failure';
import type { Failure } from '../src/shared/types';
import { builtPackage, type Package } from './boundary-package';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('of what is no weights, the core tells what it is, and the page says it in its own words:', () => {
  let wasm: Package;
  beforeAll(async () => {
    wasm = await builtPackage();
  });

  it.each([
    ['holiday.png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'is an image'],
    ['holiday.jpg', '\xff\xd8\xff\xe0\0\x10JFIF', 'is an image'],
    ['model.zip', 'PK\x03\x04\x14\0\0\0\x08\0w', 'is a zip archive'],
    ['model.pt', '\x80\x02\x8a\x0al\xfc\x9cF', 'is a PyTorch file'],
    ['w.gz', '\x1f\x8b\x08\0\0', 'is compressed'],
    ['w.safetensors', '<!DOCTYPE html><html>', 'is a web page'],
    ['w.safetensors', 'version https://git-lfs.github.com/spec/v1', 'is a Git LFS pointer'],
    ['card.json', '{"error": "not found"}', 'is JSON text'],
    ['notes.txt', 'this is no weights file at all', 'is text'],
    ['x.npy', '\x93NUMPY\x01\0', 'is a NumPy array'],
    ['x.h5', '\x89HDF\r\n\x1a\n', 'is an HDF5 file'],
    ['paper.pdf', '%PDF-1.7\n%\xe2\xe3', 'is a PDF'],
    ['w.safetensors', '', 'is empty'],
  ])('%s', (name, first, said) => {
    const content = bytes(first);
    const sentence = say(
      aboutFile(
        thrown(() => wasm.Lab.fromWeights(content)),
        file(name),
      ),
    );
    expect(sentence).toContain(`“${name}” ${said}`);
    expect(sentence).not.toMatch(/header|It holds/);
  });

  it('and of weights that do not fit, the core says more than the page could', () => {
    const content = Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 123, 125);
    const known = aboutFile(
      thrown(() => wasm.Lab.fromWeights(content)),
      file('w.safetensors'),
    );
    expect(known.reason).toBe('other');
    expect(say(known)).toBe(known.message);
  });
});

describe('what is dropped', () => {
  const file = (name: string) => new File(['x'], name);
  const dropped = (items: object[], files: File[] = []) =>
    carriedBy({ items, files } as unknown as DataTransfer);
  const item = (given: File) => ({ kind: 'file', getAsFile: () => given });

  it.each([
    ['w.safetensors', 'anything', true],
    ['W.SAFETENSORS', '', true],
    ['w.bin', '\x40\0\0\0\0\0\0\0{"a":1}', true],
    ['images.npy', '\x93NUMPY\x01\0\x76\0{', false],
    ['page.html', '<!DOCTYPE html>', false],
    ['empty', '', false],
  ])('%s is told to be weights or not', async (name, content, weights) => {
    expect(await isWeights(new File([bytes(content)], name))).toBe(weights);
  });

  it('that cannot be read is no weights: whoever reads it says so', async () => {
    const folder = file('folder');
    folder.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('a folder')) }) as never;
    expect(await isWeights(folder)).toBe(false);
  });

  it('is every file and folder of it, where the browser knows folders and where not', () => {
    const [one, two] = [file('a.png'), file('b.png')];
    const folder = { isDirectory: true };
    const items = [
      { ...item(one), webkitGetAsEntry: () => ({ isDirectory: false }) },
      { kind: 'string', getAsFile: () => null },
      { kind: 'file', webkitGetAsEntry: () => folder },
      item(two),
    ];
    expect(dropped(items)).toEqual([one, folder, two]);
    expect(dropped([], [one, two])).toEqual([one, two]);
  });

  it('has what is in its folders read by their paths, in their names’ order, however many at once', async () => {
    const leaf = (path: string) => ({
      isDirectory: false,
      name: path.split('/').at(-1),
      fullPath: path,
      file: (resolve: (file: File) => void) => resolve(file(path)),
    });
    const folder = (name: string, entries: object[]) => ({
      isDirectory: true,
      name,
      fullPath: name,
      createReader: () => {
        const parts = [entries.slice(0, 1), entries.slice(1), []];
        return { readEntries: (resolve: (some: object[]) => void) => resolve(parts.shift()!) };
      },
    });
    const cats = folder('cats', [leaf('/pets/cats/2.png'), leaf('/pets/cats/1.png')]);
    const pets = folder('pets', [folder('dogs', [leaf('/pets/dogs/1.png')]), cats]);
    const given = await filesOf([pets as unknown as FileSystemEntry, file('more.png')]);
    expect(given.map(({ path }) => path)).toEqual([
      'pets/cats/1.png',
      'pets/cats/2.png',
      'pets/dogs/1.png',
      'more.png',
    ]);
  });

  it('keeps the paths of a folder that was chosen', async () => {
    const chosen = file('1.png');
    Object.defineProperty(chosen, 'webkitRelativePath', { value: 'cats/1.png' });
    expect(await filesOf([chosen])).toEqual([{ path: 'cats/1.png', file: chosen }]);
  });

  it('that cannot be read is named', async () => {
    const locked = {
      isDirectory: true,
      fullPath: '/pets',
      createReader: () => ({ readEntries: (_: unknown, reject: () => void) => reject() }),
    } as unknown as FileSystemEntry;
    const refused = await filesOf([locked]).catch((error: unknown) => error as Failure);
    expect(importing.sentence(refused as Failure)).toContain('could not read “/pets”');
  });
});

describe('the bytes of a file', () => {
  it('are its own', async () => {
    expect(await bytesOf(file('w', 'abc'))).toEqual(bytes('abc'));
  });

  it.each<[string, object, string]>([
    ['that is gone', { arrayBuffer: () => Promise.reject(new DOMException('gone')) }, 'not read'],
    ['that is far too large to be a model', { size: 5e9 }, 'larger than any model'],
  ])('%s are not asked of the lab', async (_, parts, sentence) => {
    const odd = file('film.mkv');
    for (const [key, value] of Object.entries(parts)) Object.defineProperty(odd, key, { value });
    const refused = await bytesOf(odd).catch((error: unknown) => error as Failure);
    expect(refused).toMatchObject({ code: 'bad_weights', params: { file: 'film.mkv' } });
    expect(say(refused as Failure)).toContain(sentence);
  });

  it('that nobody has are refused as they were given', async () => {
    const given = failure('bad_weights', { reason: 'unreadable' });
    await expect(bytesOf(given)).rejects.toBe(given);
  });

  it('have a long name cut', () => {
    const known = aboutFile(failure('bad_weights', { reason: 'text' }), file('x'.repeat(300)));
    expect(say(known).length).toBeLessThan(150);
  });
});

function file(name: string, content = ''): File {
  return new File([content], name);
}

function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
