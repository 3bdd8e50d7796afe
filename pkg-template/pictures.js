// Pictures of a canvas into images of ink.
import { arrayType, failure, typeName } from './failure.js';

const FULL = 255;

/**
 * `ink: 'dark'` is dark strokes on light paper, as `lab.imageData` draws; `'light'` the other way round, as MNIST's PNGs
 * are. What is transparent shows the paper.
 */
export function fromImageData(pictures, { ink = 'dark' } = {}) {
  const list = Array.isArray(pictures) ? pictures : [pictures];
  if (ink !== 'dark' && ink !== 'light') {
    throw failure('bad_input', 'ink', 'choice', `\`ink\` must be 'dark' or 'light', not ${String(ink)}.`, {
      choices: 'dark light',
    });
  }
  if (list.length === 0) throw failure('bad_input', 'pictures', 'other', 'There must be one picture at least.');
  list.forEach(checkPicture);
  const [{ width, height }] = list;
  const pixels = new Uint8Array(list.length * height * width);
  list.forEach((picture, n) => {
    if (picture.width !== width || picture.height !== height) {
      const detail = `picture ${n} has ${picture.height}×${picture.width} pixels, the first ${height}×${width}`;
      throw failure('bad_input', 'pictures', 'other', `The pictures must be of one size: ${detail}.`, { detail });
    }
    write(pixels.subarray(n * height * width), picture.data, ink === 'dark');
  });
  return { height, width, pixels };
}

function checkPicture(picture, n) {
  const { data, width, height } = picture ?? {};
  if (!arrayType(data)?.startsWith('Uint8') || data.length !== 4 * width * height) {
    const expected = 'an ImageData: four bytes a pixel, with width and height';
    throw failure('bad_input', 'pictures', 'type', `Picture ${n} must be ${expected}; it is ${typeName(picture)}.`, {
      expected,
    });
  }
}

/** Luma by the weights of ITU-R BT.601, laid over the paper by its opacity. */
function write(ink, rgba, dark) {
  for (let i = 0; 4 * i < rgba.length; i++) {
    const [red, green, blue, opacity] = rgba.subarray(4 * i, 4 * i + 4);
    const luma = (299 * red + 587 * green + 114 * blue) / 1000;
    ink[i] = Math.round(((dark ? FULL - luma : luma) * opacity) / FULL);
  }
}
