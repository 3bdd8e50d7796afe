// A file that a person chose or dropped: the one, or why there is none, and its bytes.
import { failure, failureFrom } from '../../shared/failure';
import type { Failure } from '../../shared/types';

/** A file, or what was given in place of one. */
export type Given = File | Failure;

/** The largest model that the page opens has about 340 MB in f64. */
const MOST_BYTES = 2 ** 30;
const MOST_LETTERS = 60;

/** The first bytes of safetensors: how long its header is, below 2³², and the JSON that comes then. */
const HEADER = 9;

/** Whether a file is to be opened as a model's weights: it is called so, or begins so. */
export async function isWeights(file: File): Promise<boolean> {
  if (/\.safetensors$/i.test(file.name)) return true;
  try {
    const first = new Uint8Array(await file.slice(0, HEADER).arrayBuffer());
    return first.length === HEADER && first[8] === 0x7b && !first.slice(4, 8).some(Boolean);
  } catch {
    return false; // a folder, or one that may not be read: whoever reads it says so
  }
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
