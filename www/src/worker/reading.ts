// A visitor's own files, read: from what was dropped to what is shown of it before anything changes.
import { failure, failureFrom, isOfEngine } from '../shared/failure';
import {
  MOST_BYTES,
  ON_SHEET,
  type Found,
  type GivenFile,
  type ImportApi,
} from '../shared/import-api';
import type { Failure, ImportChoices } from '../shared/types';
import type { DecodePicture } from './decode-picture';
import { WorkerFailure } from './failure';
import type { Reader } from './reader-package';
import { handedOver } from './transfers';

/** Of one picture among many, no more pixels a side than this are decoded: they become at most 64. */
const AMONG_MANY_PX = 512;

export class Reading implements ImportApi {
  private reader: Reader | null = null;

  constructor(
    private readonly start: () => Promise<Reader>,
    private readonly decode: DecodePicture,
  ) {}

  open(files: readonly GivenFile[], choices: ImportChoices): Promise<Found> {
    return said(async () => {
      const size = files.reduce((sum, { file }) => sum + file.size, 0);
      if (size > MOST_BYTES) throw badFile('large', files[0]);
      const reader = await this.start();
      for (const given of files) reader.add(given.path, await bytesOf(given));
      reader.open();
      await this.decodeIn(reader);
      this.reader = reader;
      return found(reader, choices);
    });
  }

  read(choices: ImportChoices): Promise<Found> {
    return said(() => found(this.opened, choices));
  }

  packed(): Promise<Uint8Array> {
    return said(() => handedOver(this.opened.packed()));
  }

  private get opened(): Reader {
    if (!this.reader) throw new Error('nothing was opened');
    return this.reader;
  }

  /** What the browser alone can decode. */
  private async decodeIn(reader: Reader): Promise<void> {
    const count = reader.foreignPictures();
    const mostPx = count === 1 ? Infinity : AMONG_MANY_PX;
    for (let left = count; left > 0; left -= 1) {
      const picture = await this.decode(reader.foreignPicture(), mostPx);
      if (picture) reader.decoded(picture.width, picture.height, picture.pixels);
      else reader.undecoded();
    }
  }
}

function found(reader: Reader, choices: ImportChoices): Found {
  const preview = reader.read(choices);
  return { preview, sheet: reader.sheet(ON_SHEET) };
}

async function bytesOf(given: GivenFile): Promise<Uint8Array> {
  try {
    return new Uint8Array(await given.file.arrayBuffer());
  } catch {
    throw badFile('unreadable', given); // one that was moved meanwhile, or may not be read
  }
}

/** Whatever goes wrong, the files are what it is about: nothing else is in this worker. */
async function said<T>(answer: () => T | Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (thrown) {
    throw ofFiles(failureFrom(thrown));
  }
}

function ofFiles(known: Failure): Failure {
  const { code, params, message } = known;
  if (code === 'no_memory') return failure('bad_file', { reason: 'memory', params });
  if (!isOfEngine(known)) return known;
  const reason = code === 'fatal' ? 'stopped' : 'missing';
  return failure('bad_file', { reason, params: { detail: message } });
}

function badFile(reason: string, given?: GivenFile): WorkerFailure {
  return new WorkerFailure('bad_file', { reason, params: given ? { file: given.path } : {} });
}
