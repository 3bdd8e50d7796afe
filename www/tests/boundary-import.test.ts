// The build that reads files, in Node, held against its description, and against the core that trains on what it read.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportChoices } from '../../src/wasm/types';
import { differences, fieldsOf } from './described';
import { builtPackage, bytesOf, MODEL, RUN } from './boundary-package';

type Small = typeof import('../src/wasm/import/import.js');
type Reader = Small['Reader']['prototype'];

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MODULE = '../src/wasm/import/import_bg.wasm';
const fixture = (name: string) => bytesOf(`../../tests/golden/import/${name}`);

let wasm: Small;

beforeEach(async () => {
  if (!existsSync(at(MODULE))) throw new Error('no reader was built: run cargo xtask build-wasm');
  wasm = (await import(/* @vite-ignore */ at('../src/wasm/import/import.js'))) as Small;
  wasm.initSync({ module: bytesOf(MODULE) });
});

function opened(files: Record<string, Uint8Array>): Reader {
  const reader = new wasm.Reader();
  for (const [path, bytes] of Object.entries(files)) reader.add(path, bytes);
  reader.open();
  return reader;
}

const of = (...names: string[]) =>
  opened(Object.fromEntries(names.map((name) => [name, fixture(name)])));

function thrown(act: () => unknown): unknown {
  try {
    act();
    return null;
  } catch (failure) {
    return failure;
  }
}

describe('what the reader says', () => {
  it.each([
    ['npz/keras.npz', ['npz/keras.npz']],
    ['MNIST’s files', ['idx/images.bin', 'idx/labels.bin']],
    ['pictures in a zip', ['png/mixed.zip']],
    ['a table', ['csv/kaggle.csv']],
    ['what has no classes', ['npy/other.npy']],
  ])('of %s is as it is described', (_, names) => {
    const reader = of(...names);
    const preview = reader.read({});
    expect(differences('ImportPreview', preview)).toEqual([]);
    expect(preview.mean).toHaveLength(preview.height * preview.width);
    expect(reader.sheet(60)).toHaveLength(12 * preview.height * preview.width);
    expect(reader.sheet(5)).toHaveLength(5 * preview.height * preview.width);
  });

  it('of a bad file is a failure with the file, what is wrong and the sentence', () => {
    const cut = fixture('idx/images.bin').slice(0, -1);
    const failure = thrown(() => opened({ 'a/cut.idx': cut }).read({}));
    expect(failure).toMatchObject({
      code: 'bad_file',
      field: '',
      reason: 'cut',
      params: { file: 'a/cut.idx', promised: 768, there: 767 },
    });
    expect(String(failure)).toContain('a/cut.idx is cut short');
    expect(differences('LabFailure', failure)).toEqual([]);
  });
});

describe('a choice', () => {
  const ALL: Required<ImportChoices> = {
    side: 12,
    fit: 'crop',
    invert: true,
    transpose: true,
    meaning: [0, 510],
    labels: false,
    column: 'label',
    shape: [8, 8],
    grid: [1, 1],
    atMost: 7,
    seed: 3,
  };

  it('is taken, all of them', () => {
    const preview = of('npz/stored.npz').read(ALL);
    expect(preview).toMatchObject({
      images: 7,
      found: 12,
      side: 12,
      fit: 'crop',
      invert: true,
      transpose: true,
      meaning: [0, 510],
      classes: [],
    });
  });

  it.each(fieldsOf('ImportChoices', ALL))(
    '$name of another kind is refused by its name',
    ({ name }) => {
      const reader = of('npz/stored.npz');
      const failure = thrown(() => reader.read({ [name]: {} } as ImportChoices));
      expect(failure).toMatchObject({ code: 'bad_input', field: name });
    },
  );
});

describe('what was read', () => {
  it('is the same set to the core: classes by name, the split of its files, every pixel', async () => {
    const core = await builtPackage();
    const reader = of('npz/keras.npz');
    const preview = reader.read({});
    expect(preview.parts).toEqual([8, 4]);
    const first = reader.sheet(12);
    const images = core.Images.fromPacked(reader.packed(), 'own:1');
    expect(images.info()).toMatchObject({ name: 'own:1', count: 12, height: 8, width: 8 });
    const lab = core.Lab.open({ ...RUN, model: { ...MODEL, height: 8, width: 8 } }, images);
    expect(lab.info()).toMatchObject({ trainImages: 8, heldOutImages: 4 });
    // The order of `look` is the training images, then those held out: that of the files.
    const looked = Array.from({ length: 12 }, (_, place) => [...lab.look(place).inputs]);
    expect(looked.flat()).toEqual([...first]);

    const named = of('npz/named.npz');
    const names = named.read({}).classes.map(({ name }) => name);
    expect(names[3]).toBe('three');
    expect(core.Images.fromPacked(named.packed(), '').info().classes).toEqual(names);
  });

  it('are pictures too that only a browser decodes, in their order', () => {
    const [jpeg, grey] = [
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
      new Uint8Array(8 * 8 * 4).fill(255),
    ];
    const reader = opened({ 'a/1.jpg': jpeg, 'a/2.jpg': jpeg, 'b/3.jpg': jpeg });
    expect(reader.foreignPictures()).toBe(3);
    expect(reader.foreignPicture()).toEqual(jpeg);
    for (const level of [10, 20]) {
      reader.decoded(
        8,
        8,
        grey.map((_, n) => (n % 4 === 3 ? 255 : level)),
      );
    }
    reader.undecoded();
    const preview = reader.read({ meaning: [0, 255], invert: false });
    expect(preview).toMatchObject({ images: 2, formats: ['picture'] });
    expect(preview.skipped).toMatchObject([{ path: 'b/3.jpg', code: 'picture' }]);
    expect([...reader.sheet(2)].filter((_, n) => n % 64 === 0)).toEqual([10, 20]);
  });
});
