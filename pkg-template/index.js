// The lab as a package: the core's own class, opened with defaults, and training that leaves the page alive.
import start, { Lab } from './wasm/vae_lab.js';

const MODEL = { kind: 'vae', hidden: [128, 64], latent: 2, activation: 'relu' };
const OPTIONS = { learningRate: 1e-3, beta: 1, batchSize: 64 };
const SEED = 7;

/** A slice of training ends after about this long, so that the page can paint and answer. */
const SLICE_MS = 8;
const NO_LABEL = 255;
const HEADER_BYTES = 12;

export { Lab };

export async function createLab({ data, model, options, seed = SEED, wasm } = {}) {
  const [packed] = await Promise.all([data ? pack(data) : bundledDigits(), startOnce(wasm)]);
  const [height, width] = packed.subarray(4, 6);
  return Lab.trainable({ model: { ...MODEL, height, width, ...model }, seed, options: { ...OPTIONS, ...options } }, packed);
}

export async function openLab(weights, { data, wasm } = {}) {
  await startOnce(wasm);
  return Lab.fromWeights(weights, data && pack(data));
}

export async function trainInSlices(lab, steps, { onSlice, signal } = {}) {
  let left = steps;
  let slice = 1;
  while (left > 0 && !signal?.aborted) {
    const count = Math.min(slice, left);
    const beginMs = performance.now();
    const stats = lab.train(count);
    const stepMs = (performance.now() - beginMs) / count;
    left -= count;
    slice = Math.max(1, Math.min(2 * slice, Math.floor(SLICE_MS / stepMs)));
    onSlice?.(stats);
    await breath();
  }
  return steps - left;
}

let started;

/** Starts the module once; a start that failed may be tried again. */
function startOnce(wasm) {
  started ??= start({ module_or_path: wasm ?? new URL('./wasm/vae_lab_bg.wasm', import.meta.url) }).catch((error) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function bundledDigits() {
  const response = await fetch(new URL('./data/digits8x8.bin', import.meta.url));
  if (!response.ok) throw new Error(`The bundled digits could not be fetched (status ${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Images in the form that the core reads: a header, a byte a pixel, a byte a label. */
function pack({ height, width, pixels, labels }) {
  const count = pixels.length / (height * width);
  for (const side of [height, width]) {
    if (!Number.isInteger(side) || side < 1 || side > 255) throw new RangeError(`An image side must be a whole number from 1 to 255, not ${side}.`);
  }
  if (!Number.isInteger(count) || count === 0) throw new RangeError(`${pixels.length} pixels are not a whole number of ${height}×${width} images.`);
  if (labels && labels.length !== count) throw new RangeError(`There are ${labels.length} labels for ${count} images.`);
  const packed = new Uint8Array(HEADER_BYTES + pixels.length + count);
  packed.set([0x56, 0x4c, 0x49, 0x4d, height, width, 8, 255]); // "VLIM", size, bits a pixel, greatest level
  new DataView(packed.buffer).setUint32(8, count, true);
  packed.set(pixels, HEADER_BYTES);
  packed.set(labels ?? new Uint8Array(count).fill(NO_LABEL), HEADER_BYTES + pixels.length);
  return packed;
}

/** Lets the page do what is waiting; a message is not held back as a timer is. */
function breath() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
