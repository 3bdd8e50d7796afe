// The package in Node: the module and the digits are read from disk.
import { readFile } from 'node:fs/promises';
import { entry } from './lab.js';
import { DIGITS, missingFile } from './start.js';

export { BOUNDS, Images, Lab, encode, evaluate, fromImageData, surpriseSeed, trainInSlices } from './lab.js';

export const { createLab, createImages, openLab } = entry({
  wasm: (given = new URL('./wasm/vae_lab_bg.wasm', import.meta.url)) => (isOnDisk(given) ? readFile(given) : given),
  digits: () => {
    const file = new URL('./data/digits8x8.bin', import.meta.url);
    return readFile(file).catch((thrown) => {
      throw missingFile(DIGITS, file, 'file', thrown.message);
    });
  },
});

/** Node's `fetch` does not read files. */
function isOnDisk(source) {
  return source.protocol === 'file:';
}
