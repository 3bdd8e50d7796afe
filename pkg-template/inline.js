// The package in one piece: the module and the digits are text in a script, a third larger than the files, so that no
// bundler or host has to know of them.
import { entry } from './lab.js';
import { digits, wasm } from './wasm/inline.js';

export { BOUNDS, Images, Lab, encode, evaluate, fromImageData, surpriseSeed, trainInSlices } from './lab.js';

export const { createLab, createImages, openLab } = entry({
  wasm: (given) => given ?? bytes(wasm),
  digits: () => bytes(digits),
});

function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
