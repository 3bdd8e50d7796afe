// The package in Node: the module and the digits are read from disk.
import { readFile } from 'node:fs/promises';
import { entry } from './lab.js';

export { BOUNDS, Images, Lab, encode, evaluate, fromImageData, surpriseSeed, trainInSlices } from './lab.js';

export const { createLab, createImages, openLab } = entry({
  wasm: (given = new URL('./wasm/vae_lab_bg.wasm', import.meta.url)) => (isOnDisk(given) ? readFile(given) : given),
  digits: () => readFile(new URL('./data/digits8x8.bin', import.meta.url)),
});

/** Node's `fetch` does not read files. */
function isOnDisk(source) {
  return source.protocol === 'file:';
}
