// A file that a person chose or dropped: the one, or why there is none, and its bytes.
import { failure, failureFrom } from '../../shared/failure';
import type { Failure } from '../../shared/types';

/** A file, or what was given in place of one. */
export type Given = File | Failure;

/** The largest model that the page opens has about 340 MB in f64. */
const MOST_BYTES = 2 ** 30;
const MOST_LETTERS = 60;

export function givenBy(transfer: DataTransfer): Given {
  const { files, items } = transfer;
  const [file] = files;
  if (files.length > 1) return noFile('several', { count: files.length });
  if (!file) return noFile('unreadable');
  return items[0]?.webkitGetAsEntry?.()?.isDirectory ? noFile('folder', named(file)) : file;
}

export async function bytesOf(given: Given): Promise<Uint8Array> {
  if (!(given instanceof File)) throw given;
  if (given.size > MOST_BYTES) throw noFile('large', named(given));
  try {
    return new Uint8Array(await given.arrayBuffer());
  } catch {
    throw noFile('unreadable', named(given)); // a folder, one that was moved meanwhile, or one that may not be read
  }
}

/** Says which file a failure is about. */
export function aboutFile(thrown: unknown, given: Given): Failure {
  const known = failureFrom(thrown);
  const { code, params } = known;
  if (code !== 'bad_weights' || !(given instanceof File)) return known;
  return { ...known, params: { ...params, ...named(given) } };
}

const noFile = (reason: string, params: Failure['params'] = {}) =>
  failure('bad_weights', { reason, params });

function named({ name }: File): { file: string } {
  return { file: name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS)}…` : name };
}
