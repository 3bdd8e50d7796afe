// The build that reads a visitor's own files: in a worker of its own, whose end gives its memory back.
import init, { makeRoom, Reader as GeneratedReader } from '../wasm/import/import.js';
import type { ImportChoices, ImportPreview } from '../shared/types';
import type { Agreed, Agreement } from './agreement';
import { startingMemory } from './memory';
import { compiled } from './module';

/** Files that are read together. Signatures are properties, as in `wasm-package.ts`. */
export interface Reader {
  readonly add: (path: string, bytes: Uint8Array) => void;
  readonly open: () => void;
  /** How many pictures a browser has to decode. */
  readonly foreignPictures: () => number;
  readonly foreignPicture: () => Uint8Array;
  readonly decoded: (width: number, height: number, pixels: Uint8Array) => void;
  readonly undecoded: () => void;
  readonly read: (choices: ImportChoices) => ImportPreview;
  readonly sheet: (count: number) => Uint8Array;
  readonly packed: () => Uint8Array;
}

interface ReaderClasses {
  lab: [never, never];
  images: [never, never];
}
export type Checked = [Agreed<Agreement<Reader, GeneratedReader, ReaderClasses>>];

const ADDRESS = new URL('../wasm/import/import_bg.wasm', import.meta.url);

/** A reader with nothing to read yet, that has room asked for what it is given. */
export async function startReader(): Promise<Reader> {
  const module = await compiled(ADDRESS.href);
  await startingMemory(() => init({ module_or_path: module }));
  return roomy(new GeneratedReader(), makeRoom);
}

export function roomy(reader: Reader, room: (bytes: number) => void): Reader {
  return {
    add: (path, bytes) => {
      room(bytes.length);
      reader.add(path, bytes);
    },
    open: () => reader.open(),
    foreignPictures: () => reader.foreignPictures(),
    foreignPicture: () => reader.foreignPicture(),
    decoded: (width, height, pixels) => {
      room(pixels.length);
      reader.decoded(width, height, pixels);
    },
    undecoded: () => reader.undecoded(),
    read: (choices) => reader.read(choices),
    sheet: (count) => reader.sheet(count),
    packed: () => reader.packed(),
  };
}
