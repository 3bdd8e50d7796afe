// What is said of a file that is no weights, by what it is.
import type { Failure } from '../../shared/types';

const WANTED = 'The lab opens weights: a .safetensors file.';
const FILE = 'The file';
/** The file is that; what to do is the same for most. */
const is =
  (what: string, then = WANTED) =>
  (file: string) =>
    `${file} is ${what}. ${then}`;

const files: Record<string, (file: string, params: Failure['params']) => string> = {
  empty: is('empty', 'Was it downloaded to the end?'),
  lfs: is(
    'a Git LFS pointer, a few lines in place of the file',
    'Fetch the file itself: git lfs pull.',
  ),
  html: is('a web page', 'Download the file itself, not the page about it.'),
  json: is('JSON text'),
  text: is('text'),
  picture: is('an image'),
  pdf: is('a PDF'),
  numpy: is('a NumPy array'),
  hdf5: is('an HDF5 file, as Keras writes'),
  zip: is('a zip archive', 'Unpack it, and open the .safetensors file in it.'),
  gzip: is('compressed with gzip', 'Unpack it first.'),
  pytorch: is(
    'a PyTorch file',
    'Save its weights as safetensors: safetensors.torch.save_file(model.state_dict(), path).',
  ),
  large: is('larger than any model that the lab opens (1 GB)', 'Is it the right one?'),
  unreadable: (file) =>
    `The browser could not read ${file === FILE ? 'the file' : file}. Is it still there, and a file?`,
};

/** Null where the file is weights, but not usable ones. */
export function sayFile({ reason, params }: Failure): string | null {
  const file = params['file'] === undefined ? FILE : `“${params['file']}”`;
  return files[reason]?.(file, params) ?? null;
}
