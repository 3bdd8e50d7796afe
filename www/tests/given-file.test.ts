// A file that is no weights has a sentence of its own, whatever it is and however it came.
import { beforeAll, describe, expect, it } from 'vitest';
import { say } from '../src/page/i18n/en-errors';
import { aboutFile, bytesOf, givenBy } from '../src/page/state/given-file';
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
  const dropped = (files: File[], isDirectory = false) =>
    givenBy({
      files,
      items: files.map(() => ({ webkitGetAsEntry: () => ({ isDirectory }) })),
    } as unknown as DataTransfer);
  const said = (given: unknown) => say(given as Failure);

  it('is a file', () => {
    const one = file('w.safetensors');
    expect(dropped([one])).toBe(one);
  });

  it('or one of several, which is not guessed', () => {
    expect(said(dropped([file('a'), file('b')]))).toBe(
      'These are 2 files. Drop one, a .safetensors file.',
    );
  });

  it('or a folder', () => {
    expect(said(dropped([file('weights')], true))).toContain('“weights” is a folder.');
  });

  it('or nothing that can be read', () => {
    expect(said(dropped([]))).toContain('could not read the file');
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
    const given = failure('bad_weights', { reason: 'folder' });
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
