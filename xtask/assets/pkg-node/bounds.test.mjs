// What `index.d.ts` says of bounds and defaults, against the core that is in the package.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BOUNDS, Images, Lab, createImages, createLab } from 'vae-lab';

const root = new URL('./', import.meta.resolve('vae-lab'));
const declarations = await readFile(fileURLToPath(new URL('index.d.ts', root)), 'utf8');
/** The text without the marks of comments, in one line. */
const prose = declarations.replace(/^\s*\*\s?/gm, ' ').replace(/\s+/g, ' ');

const lab = await createLab({ model: { body: { kind: 'linear' } } });
const { model, options } = lab.info();
const { defaults } = await import(new URL('wasm/vae_lab.js', root));
const digits = Images.fromPacked(
  new Uint8Array(await readFile(fileURLToPath(new URL('data/digits8x8.bin', root)))),
  'digits8x8',
);

/** Opened without the package's own checks. */
function open({ height = 8, width = 8, model: more, options: other, seed = 7, images = digits }) {
  const run = defaults();
  const body = { kind: 'linear' };
  Lab.open(
    { ...run, seed, model: { ...run.model, height, width, body, ...more }, options: { ...run.options, ...other } },
    images,
  ).free();
}

function ofSize(height, width) {
  return Images.fromPixels(new Uint8Array(12 * height * width), height, width, undefined, [], '');
}

function dense(hidden) {
  return open({ model: { body: { kind: 'dense', hidden, activation: 'relu' } } });
}

const namesOf = (count) => Array.from({ length: count }, String);

/** How the core itself is asked for each number. `step` leads over a bound. */
const ASK = {
  side: {
    step: 1,
    ask: (side) => {
      open({ height: side, width: 8, images: ofSize(side, 8) });
      open({ height: 8, width: side, images: ofSize(8, side) });
    },
  },
  latent: { step: 1, ask: (latent) => open({ model: { latent } }) },
  hiddenLayers: { step: 1, ask: (count) => dense(new Array(count).fill(4)) },
  hiddenWidth: { step: 1, ask: (width) => dense([width]) },
  sd: { step: 1e-6, ask: (sd) => open({ model: { likelihood: { kind: 'gaussian', sd } } }) },
  learningRate: { step: 1e-9, above: true, ask: (learningRate) => open({ options: { learningRate } }) },
  beta: { step: 1e-9, ask: (beta) => open({ options: { beta } }) },
  batchSize: { step: 1, ask: (batchSize) => open({ options: { batchSize } }) },
  classes: {
    step: 1,
    ask: (count) => Images.fromPixels(new Uint8Array(64), 8, 8, Uint16Array.of(65535), namesOf(count), '').free(),
  },
  seed: { step: 1, ask: (seed) => open({ seed }) },
};

test('does every bound have a way to ask the core for it?', () => {
  assert.deepEqual(Object.keys(ASK).sort(), Object.keys(BOUNDS).sort());
});

for (const [name, { step, above, ask }] of Object.entries(ASK)) {
  test(`does the core take ${name} at its bounds, and nothing just over them?`, () => {
    const [min, max] = BOUNDS[name];
    const smallest = above ? min + step : min;
    assert.doesNotThrow(() => ask(smallest), `${smallest}`);
    assert.doesNotThrow(() => ask(max), `${max}`);
    const over = above ? min : min - step;
    // A list has no length below 0.
    if (name !== 'classes') assert.throws(() => ask(over), { name: 'Error' }, `${over}`);
    assert.throws(() => ask(max + step), { name: 'Error' }, `${max + step}`);
  });
}

test('do the declarations say the bounds that the package has?', () => {
  const said = [...declarations.matchAll(/readonly (\w+): readonly \[([\d.]+), ([\d.]+)\];/g)];
  assert.deepEqual(Object.fromEntries(said.map(([, name, min, max]) => [name, [Number(min), Number(max)]])), BOUNDS);
  const { side, latent, hiddenLayers, hiddenWidth, sd, learningRate, beta, batchSize, classes } = BOUNDS;
  const range = ([min, max]) => `${min} to ${max}`;
  for (const words of [
    `Pixels; ${range(side)}. */ height`,
    `Pixels; ${range(side)}. */ width`,
    `Latent dimensions: ${range(latent)}; hidden layers: ${range(hiddenLayers)}, each ${range(hiddenWidth)} wide; a fixed \`sd\`: ${range(sd)}.`,
    `(above ${learningRate[0]}, at most ${learningRate[1]})`,
    `(${range(beta)})`,
    `(${range(batchSize)})`,
    `Names of the classes, at most ${classes[1]};`,
    '0 to 2³² − 1;',
  ]) {
    assert.ok(prose.includes(words), words);
  }
  assert.equal(BOUNDS.seed[1], 2 ** 32 - 1);
});

test('do the declarations say the defaults that the core has?', async () => {
  const run = (await createLab()).info();
  const { family, body, latent, likelihood } = run.model;
  const { learningRate, beta, batchSize } = run.options;
  for (const words of [
    `a ${family.toUpperCase()} with ${body.kind} hidden layers of ${body.hidden.join(' and ')}, ${body.activation}, ${latent} latent dimensions, ${likelihood.kind}.`,
    `Default: learning rate ${learningRate} (`,
    `β ${beta} (`,
    `${batchSize} images a step (`,
    `default ${run.seed}.`,
    `default ${run.pixels}:`,
    `the bundled ${(run.trainImages + run.heldOutImages).toLocaleString('en')} handwritten digits of ${run.model.height}×${run.model.width} pixels`,
  ]) {
    assert.ok(prose.includes(words), words);
  }
  assert.deepEqual([options, model.latent], [run.options, latent]);
});

test('is a sixth of the images held out?', async () => {
  const images = await createImages({ height: 8, width: 8, pixels: new Uint8Array(600 * 64) });
  const { heldOutImages, trainImages } = Lab.open(defaults(), images).info();
  assert.deepEqual([heldOutImages, trainImages], [100, 500]);
});
