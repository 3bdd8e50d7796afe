// What the reader of a visitor's own files answers: a worker of its own, which lives while it is asked.
import type { ImportChoices, ImportPreview } from './types';

/** A file by its path from the folder that was chosen. */
export interface GivenFile {
  path: string;
  file: { readonly size: number; arrayBuffer(): Promise<ArrayBuffer> };
}

export interface Found {
  preview: ImportPreview;
  /** Ink of some of the images, (n, H, W). */
  sheet: Uint8Array;
}

export interface ImportApi {
  /** Reads these files. What cannot be read is a `Failure` with the code `bad_file`. */
  open(files: readonly GivenFile[], choices: ImportChoices): Promise<Found>;
  /** The same files, otherwise. */
  read(choices: ImportChoices): Promise<Found>;
  /** The images that were read last, packed, for `openImages`. */
  packed(): Promise<Uint8Array>;
}

/** All files together, in bytes. */
export const MOST_BYTES = 2 ** 30;
/** Images that a model can be trained on. */
export const FEWEST_TO_TRAIN = 12;
/** Images on the sheet. */
export const ON_SHEET = 60;
