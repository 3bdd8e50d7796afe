// What the package takes for pixels, labels and codes, and the sentence for everything else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { createImages, createLab, encode, evaluate, fromImageData, openLab, trainInSlices } from 'vae-lab';

const [HEIGHT, WIDTH, COUNT] = [6, 5, 40];
const SIZE = HEIGHT * WIDTH;
const linear = { model: { body: { kind: 'linear' } } };

/** Bytes in which neighbours differ, as those of pictures do. */
function levels(count = COUNT) {
  return Uint8Array.from({ length: count * SIZE }, (_, i) => (i * i * 7 + 31 * i) % 256);
}

function images(pixels, more = {}) {
  return createImages({ height: HEIGHT, width: WIDTH, pixels, ...more });
}

/** Sixteen pictures of 6×5, each pixel by `rgba(level, i)`. */
function pictures(rgba) {
  const ink = levels(16);
  return Uint8ClampedArray.from({ length: 4 * ink.length }, (_, i) => rgba(ink[i >> 2], i >> 2)[i & 3]);
}

async function refused(attempt, code, field, reason, ...says) {
  await assert.rejects(
    async () => attempt(),
    (error) => {
      assert.deepEqual([error.code, error.field, error.reason], [code, field, reason], error.message);
      for (const words of says) assert.match(error.message, words);
      return error instanceof Error && typeof error.params === 'object';
    },
  );
}

test('do bytes and floats of one picture make the same images, whatever array they lie in?', async () => {
  const bytes = levels();
  const floats = Array.from(bytes, (level) => level / 255);
  const padded = new Uint8ClampedArray(bytes.length + 3);
  padded.set(bytes, 3);
  const hashes = [];
  for (const pixels of [
    bytes,
    Buffer.from(bytes),
    padded.subarray(3),
    Float32Array.from(floats),
    Float64Array.from(floats),
  ]) {
    const lab = await createLab({ data: { height: HEIGHT, width: WIDTH, pixels }, ...linear });
    lab.train(5);
    hashes.push(`${lab.weightsHash()} ${evaluate(lab).negElboNats}`);
  }
  assert.equal(new Set(hashes).size, 1, hashes.join('\n'));
});

test('are arrays of another window, or of a test environment, what they are here?', async () => {
  const bytes = levels();
  for (const [type, values] of [
    ['Uint8Array', bytes],
    ['Uint8ClampedArray', bytes],
    ['Float32Array', Float32Array.from(bytes, (level) => level / 255)],
  ]) {
    const theirs = runInNewContext(`${type}.from(values)`, { values });
    assert.equal(theirs instanceof globalThis[type], false);
    assert.equal((await images(theirs, { labels: runInNewContext(`new Uint8Array(${COUNT})`) })).info().count, COUNT);
  }
  const far = runInNewContext(`Float32Array.from(values)`, { values: bytes });
  await refused(() => images(far), 'bad_data', 'pixels', 'range', /Float32Array/);
});

test('are floats outside of 0 to 1 refused with their place and range?', async () => {
  for (const bad of [255, 1.0001, -0.01, NaN, Infinity]) {
    for (const array of [Float32Array, Float64Array]) {
      const pixels = array.from(levels(), (level) => level / 255);
      pixels[17] = bad;
      await refused(
        () => images(pixels),
        'bad_data',
        'pixels',
        'range',
        new RegExp(array.name),
        /between 0 .* and 1 /,
        /place 17/,
      );
    }
  }
});

test('is an array whose type does not say what its numbers mean refused with the types that do?', async () => {
  const others = [Uint16Array, Int16Array, Int8Array, Uint32Array, Int32Array].map((array) => array.from(levels()));
  const twelveBits = Uint16Array.from(levels(), (level) => 16 * level);
  for (const pixels of [
    ...others,
    twelveBits,
    BigInt64Array.of(1n),
    Array.from(levels()),
    levels().buffer,
    new DataView(new ArrayBuffer(SIZE)),
    'ink',
    3,
    {},
    null,
    undefined,
  ]) {
    await refused(() => images(pixels), 'bad_data', 'pixels', 'type', /Uint8Array .*Float32Array/);
  }
  await refused(() => images(twelveBits), 'bad_data', 'pixels', 'type', /not Uint16Array\./);
});

test('are the bytes of pictures in colour refused, and the way named?', async () => {
  const grey = (level) => [level, level, level, 255];
  const colour = (level, i) => [level, (3 * level) % 256, i % 256, 255];
  const strokes = (level) => [0, 0, 0, level];
  for (const rgba of [grey, colour, strokes]) {
    const bytes = pictures(rgba);
    await refused(() => images(bytes), 'bad_data', 'pixels', 'other', /opacity/, /fromImageData/);
    await refused(() => images(new Uint8Array(bytes.buffer)), 'bad_data', 'pixels', 'other', /fromImageData/);
  }
  await refused(
    () => images({ data: pictures(grey), width: WIDTH, height: 16 * HEIGHT }),
    'bad_data',
    'pixels',
    'type',
    /fromImageData/,
  );
});

test('is ink that is blank, full, or of few strokes not taken for pictures in colour?', async () => {
  const strokes = new Uint8Array(COUNT * SIZE);
  for (let image = 0; image < COUNT; image++)
    strokes.fill(255, image * SIZE + (image % HEIGHT) * WIDTH, image * SIZE + (image % HEIGHT) * WIDTH + WIDTH);
  const dot = new Uint8Array(4 * SIZE);
  dot[3] = 255;
  for (const pixels of [new Uint8Array(COUNT * SIZE), new Uint8Array(COUNT * SIZE).fill(255), strokes, dot]) {
    assert.equal((await images(pixels)).info().count, pixels.length / SIZE);
  }
});

test('does a picture that the lab drew come back as the same ink?', () => {
  const ink = levels(1);
  const drawn = (tone) => ({
    width: WIDTH,
    height: HEIGHT,
    data: Uint8ClampedArray.from({ length: 4 * SIZE }, (_, i) => tone(ink[i >> 2])[i & 3]),
  });
  const dark = drawn((level) => [255 - level, 255 - level, 255 - level, 255]);
  const light = drawn((level) => [level, level, level, 255]);
  const clear = drawn((level) => [0, 0, 0, level]);
  assert.deepEqual(fromImageData(dark), { height: HEIGHT, width: WIDTH, pixels: ink });
  assert.deepEqual(fromImageData([dark, clear]).pixels, Uint8Array.from([...ink, ...ink]));
  assert.deepEqual(fromImageData(light, { ink: 'light' }).pixels, ink);
});

test('are pictures of two sizes, and what is no picture, refused?', async () => {
  const picture = (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) });
  await refused(
    () => fromImageData([picture(5, 6), picture(6, 5)]),
    'bad_input',
    'pictures',
    'other',
    /picture 1 has 5×6/,
  );
  for (const bad of [null, {}, levels(), { width: 5, height: 6, data: levels(1) }]) {
    await refused(() => fromImageData(bad), 'bad_input', 'pictures', 'type', /four bytes a pixel/);
  }
  await refused(() => fromImageData([]), 'bad_input', 'pictures', 'other');
  await refused(() => fromImageData(picture(5, 6), { ink: 'black' }), 'bad_input', 'ink', 'choice');
});

test('is a part of an image refused, and a size that is none?', async () => {
  await refused(() => images(levels().subarray(1)), 'bad_data', 'pixels', 'other', /1199 pixels .* 6×5/);
  await refused(() => images(new Uint8Array(0)), 'bad_data', 'pixels', 'other');
  for (const height of [5.5, '6', NaN, undefined, null]) {
    await refused(() => images(levels(), { height }), 'bad_data', 'height', 'type', /whole number from 2 to 64/);
  }
  await refused(() => images(levels(), { width: 256 }), 'bad_data', 'width', 'range', /between 2 and 64, not 256/);
});

test('is each label a place in the list of classes, or the one for unknown?', async () => {
  const ten = { classes: Array.from({ length: 10 }, (_, digit) => `digit ${digit}`) };
  const labels = Array.from({ length: COUNT }, (_, i) => i % 10);
  labels[3] = 65535;
  const opened = await images(levels(), { labels, ...ten });
  assert.equal(opened.info().classes.length, 10);
  assert.deepEqual(
    (await images(levels(), { labels: Float32Array.from(labels, (x) => (x > 9 ? 65535 : x)) })).info().classes,
    [...'0123456789'],
  );
  for (const [bad, reason] of [
    [300, 'range'],
    [10, 'range'],
    [-1, 'range'],
    [1.5, 'range'],
    [NaN, 'range'],
    [65536 + 4, 'range'],
    ['4', 'type'],
    [null, 'type'],
    [4n, 'type'],
  ]) {
    await refused(
      () => images(levels(), { labels: labels.with?.(7, bad) ?? Object.assign([...labels], { 7: bad }), ...ten }),
      'bad_data',
      'labels',
      reason,
      /place 7/,
      /0 to 9/,
    );
  }
  await refused(
    () => images(levels(), { labels: labels.map((x) => (x === 3 ? 100 : x)) }),
    'bad_data',
    'labels',
    'range',
    /0 to 99/,
  );
});

test('is another number of labels refused, and labels that are no list?', async () => {
  await refused(() => images(levels(), { labels: [1, 2, 3] }), 'bad_data', 'labels', 'other', /40 images and 3 labels/);
  await refused(
    () => images(levels(), { labels: new Uint8Array(10 * COUNT) }),
    'bad_data',
    'labels',
    'other',
    /400 labels/,
  );
  for (const labels of ['0123', 4, { 0: 1, length: COUNT }, new ArrayBuffer(COUNT), null]) {
    await refused(() => images(levels(), { labels }), 'bad_data', 'labels', 'type', /array/);
  }
  await refused(() => images(levels(), { classes: ['a'] }), 'bad_data', 'classes', 'other', /no `labels`/);
  await refused(
    () => images(levels(), { labels: new Uint8Array(COUNT), classes: 'abc' }),
    'bad_data',
    'classes',
    'type',
  );
  await refused(() => images(levels(), { name: 5 }), 'bad_data', 'name', 'type');
});

test('does `encode` take what `pixels` takes, and refuse what it refuses?', async () => {
  const lab = await createLab({ data: { height: HEIGHT, width: WIDTH, pixels: levels() }, ...linear });
  const two = levels(2);
  const mu = encode(lab, two).mu;
  assert.deepEqual(
    encode(
      lab,
      Float32Array.from(two, (level) => level / 255),
    ).mu,
    mu,
  );
  assert.deepEqual(lab.encode(two).mu, mu);
  await refused(() => encode(lab, Float32Array.from(two)), 'bad_input', 'pixels', 'range');
  await refused(() => encode(lab, Array.from(two)), 'bad_input', 'pixels', 'type', /not Array/);
  await refused(() => encode(lab, two.subarray(1)), 'bad_input', 'pixels', 'other', /6×5/);
  await refused(
    () =>
      encode(
        lab,
        pictures((level) => [level, level, level, 255]),
      ),
    'bad_input',
    'pixels',
    'other',
    /fromImageData/,
  );
});

test('is a key that nothing reads named?', async () => {
  await refused(() => createLab({ dta: {} }), 'bad_input', 'dta', 'unknown', /`dta`/);
  await refused(() => images(levels(), { label: [] }), 'bad_input', 'label', 'unknown');
  await refused(() => createLab({ data: null }), 'bad_input', '', 'type', /`data` must be an object, not null/);
  await refused(() => createLab({ options: { learningrate: 1 } }), 'bad_input', 'learningrate', 'unknown');
});

test('are a number of steps and weights that are none refused?', async () => {
  const lab = await createLab();
  for (const steps of [1.5, NaN, '20', undefined])
    await refused(() => trainInSlices(lab, steps), 'bad_input', 'steps', 'type');
  await refused(() => trainInSlices(lab, -1), 'bad_input', 'steps', 'range');
  assert.equal(lab.info().step, 0);
  const weights = lab.saveWeights();
  const fromBuffer = await openLab(weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length));
  assert.equal(fromBuffer.weightsHash(), lab.weightsHash());
  for (const bad of ['weights', Array.from(weights), undefined, new Response()])
    await refused(() => openLab(bad), 'bad_weights', 'weights', 'type');
});
