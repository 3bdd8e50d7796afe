// The lab as a package: the core's own class, opened with defaults, and training that leaves the page alive.
import start, { Images, Lab, defaults, surpriseSeed } from './wasm/vae_lab.js';

/** A slice of training ends after about this long, so that the page can paint and answer. */
const SLICE_MS = 8;
const NO_LABEL = 65535;

export { Images, Lab, surpriseSeed };

export async function createLab({ data, model, pixels, options, seed, wasm } = {}) {
  await startOnce(wasm);
  const images = data ? imagesOf(data) : await bundledDigits();
  try {
    const run = defaults();
    const { height, width } = images.info();
    return Lab.open(
      {
        model: { ...run.model, height, width, ...model },
        pixels: pixels ?? run.pixels,
        seed: seed ?? run.seed,
        options: { ...run.options, ...options },
      },
      images,
    );
  } finally {
    images.free(); // the lab holds on to what it needs
  }
}

export async function openLab(weights, { data, wasm } = {}) {
  await startOnce(wasm);
  const lab = Lab.fromWeights(weights);
  if (data) {
    const images = imagesOf(data);
    try {
      lab.attach(images);
    } catch (error) {
      lab.free();
      throw error;
    } finally {
      images.free();
    }
  }
  return lab;
}

export function evaluate(lab, set = 'heldOut') {
  const { heldOutImages, trainImages } = lab.info();
  const { images, sums } = lab.evaluate(set, 0, set === 'heldOut' ? heldOutImages : Math.min(heldOutImages, trainImages));
  return Object.fromEntries(Object.entries(sums).map(([term, sum]) => [term, sum / images]));
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
  return Images.fromPacked(new Uint8Array(await response.arrayBuffer()), 'digits8x8');
}

function imagesOf({ height, width, pixels, labels, classes, name = '' }) {
  const names = classes ?? (labels ? numbered(labels) : []);
  return Images.fromPixels(pixels, height, width, labels && Uint16Array.from(labels), names, name);
}

/** Names for the classes that labels name by number. */
function numbered(labels) {
  const known = Array.from(labels).filter((label) => label !== NO_LABEL);
  return Array.from({ length: known.reduce((most, label) => Math.max(most, label + 1), 0) }, (_, label) => String(label));
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
