// Pixels and labels as a caller has them, into what the core takes: bytes of ink, places in the list of classes. Whatever
// would have to be guessed is refused; WebAssembly's own conversion would wrap 300 to 44 and cut 0.9 to 0 without a word.
import { BOUNDS } from './bounds.js';
import { arrayType, failure, onlyKeys, typeName, whole } from './failure.js';

/** The label of an image whose class is not known. */
const NO_LABEL = 65535;
const FULL_INK = 255;
/** So many groups of four that look like a pixel's colours, and none that does not, are no coincidence. */
const NO_CHANCE = 8;
const WANTED =
  'a Uint8Array or Uint8ClampedArray of bytes, or a Float32Array or Float64Array of 0 (paper) to 1 (full ink)';

/** What `data` may be, as the arguments of `Images.fromPixels`. */
export function checkedImages(data) {
  onlyKeys(data, ['height', 'width', 'pixels', 'labels', 'classes', 'name'], '`data`');
  const { height, width, pixels, labels, classes, name = '' } = data;
  whole(height, BOUNDS.side, 'height', 'bad_data');
  whole(width, BOUNDS.side, 'width', 'bad_data');
  const ink = inkOf(pixels, height, width, 'bad_data');
  const count = ink.length / (height * width);
  if (classes !== undefined && labels === undefined) {
    throw failure(
      'bad_data',
      'classes',
      'other',
      '`classes` are the names of what `labels` count, and there are no `labels`.',
    );
  }
  const names = namesOf(classes);
  const ids = labels === undefined ? undefined : idsOf(labels, count, names?.length);
  if (typeof name !== 'string') {
    throw failure('bad_data', 'name', 'type', `\`name\` must be a string, not ${typeName(name)}.`, {
      expected: 'a string',
    });
  }
  return [ink, height, width, ids, names ?? numbered(ids ?? []), name];
}

/** (n·height·width) of a type that says what its numbers mean → bytes of ink. */
export function inkOf(pixels, height, width, code = 'bad_input') {
  const refuse = (reason, sentence, params) => failure(code, 'pixels', reason, sentence, params);
  const ink = bytesOf(pixels, refuse);
  const size = height * width;
  if (ink.length === 0 || ink.length % size !== 0) {
    const detail = `${ink.length} pixels are no whole number of ${height}×${width} images`;
    throw refuse('other', `\`pixels\` does not fit: ${detail}.`, { detail });
  }
  if (arrayType(pixels).startsWith('Uint8') && looksLikeRgba(ink, size)) {
    const sentence =
      '`pixels` looks like red, green, blue and opacity of pictures, four bytes a pixel; a pixel of ink is one byte. ' +
      '`fromImageData(picture)` makes ink of an `ImageData`. Ink that only looks so is taken as a Float32Array of 0 to 1.';
    throw refuse('other', sentence, { detail: 'RGBA' });
  }
  return ink;
}

function bytesOf(pixels, refuse) {
  const type = arrayType(pixels);
  if (type === 'Uint8Array') return pixels;
  if (type === 'Uint8ClampedArray') return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length);
  if (type === 'Float32Array' || type === 'Float64Array') return inkOfUnits(pixels, type, refuse);
  const help = isPicture(pixels) ? ' `fromImageData(picture)` makes ink of an `ImageData`.' : '';
  throw refuse('type', `\`pixels\` must be ${WANTED}, not ${typeName(pixels)}.${help}`, { expected: WANTED });
}

function inkOfUnits(pixels, type, refuse) {
  const ink = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i];
    // Written so that NaN fails too.
    if (!(value >= 0 && value <= 1)) {
      const sentence =
        `\`pixels\` is a ${type}, whose values must be between 0 (paper) and 1 (full ink); ` +
        `the one at place ${i} is ${value}. Levels of 0 to 255 belong into a Uint8Array.`;
      throw refuse('range', sentence, { min: 0, max: 1, value });
    }
    ink[i] = Math.round(FULL_INK * value);
  }
  return ink;
}

/**
 * Whether whole pictures of four bytes a pixel lie here: all are opaque (every fourth byte is full), or all are grey (the
 * first three of four are alike) with an opacity of its own. So many neighbours of ink do not repeat so.
 */
function looksLikeRgba(bytes, size) {
  if (bytes.length % (4 * size) !== 0) return false;
  let [opaque, grey] = [true, true];
  let [coloured, differing] = [0, 0];
  for (let i = 0; i < bytes.length && (opaque || grey); i += 4) {
    const [red, green, blue, opacity] = [bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]];
    opaque &&= opacity === FULL_INK;
    grey &&= red === green && green === blue;
    if (red !== FULL_INK || green !== FULL_INK || blue !== FULL_INK) coloured++;
    if (red !== opacity) differing++;
  }
  return (opaque && coloured >= NO_CHANCE) || (grey && differing >= NO_CHANCE);
}

function isPicture(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    arrayType(value.data) !== undefined &&
    'width' in value &&
    'height' in value
  );
}

function namesOf(classes) {
  if (classes === undefined) return undefined;
  if (!Array.isArray(classes) || !classes.every((name) => typeof name === 'string')) {
    throw failure('bad_data', 'classes', 'type', '`classes` must be an array of strings.', {
      expected: 'an array of strings',
    });
  }
  const [, max] = BOUNDS.classes;
  if (classes.length > max) {
    const sentence = `\`classes\` may have ${max} names at most, not ${classes.length}.`;
    throw failure('bad_data', 'classes', 'range', sentence, { min: 0, max, value: classes.length });
  }
  return classes;
}

/** `classes`: how many have a name; where none has, as many as may. */
function idsOf(labels, count, classes) {
  const refuse = (reason, sentence, params) => failure('bad_data', 'labels', reason, sentence, params);
  if (!Array.isArray(labels) && (arrayType(labels) ?? 'DataView') === 'DataView') {
    const expected = 'an array or a typed array of numbers';
    throw refuse('type', `\`labels\` must be ${expected}, not ${typeName(labels)}.`, { expected });
  }
  if (labels.length !== count) {
    const detail = `${count} images and ${labels.length} labels`;
    throw refuse('other', `There must be a label for each image; these are ${detail}.`, { detail });
  }
  const max = (classes ?? BOUNDS.classes[1]) - 1;
  for (let i = 0; i < count; i++) {
    const label = labels[i];
    const known = Number.isInteger(label) && label >= 0 && label <= max;
    if (known || label === NO_LABEL) continue;
    const whose =
      classes === undefined ? 'at most ${BOUNDS.classes[1]} classes are told apart' : `there are ${classes} classes`;
    const shown = typeof label === 'number' ? label : typeName(label);
    const sentence =
      `\`labels\` holds ${shown} at place ${i}; a label is a whole number from 0 to ${max} (${whose}), ` +
      `or ${NO_LABEL} where the class is not known.`;
    throw typeof label === 'number'
      ? refuse('range', sentence, { min: 0, max, value: label })
      : refuse('type', sentence, { expected: 'a number' });
  }
  return Uint16Array.from(labels);
}

/** Names for classes that have none: their numbers, up to the largest there is. */
function numbered(ids) {
  const classes = ids.reduce((most, id) => (id === NO_LABEL ? most : Math.max(most, id + 1)), 0);
  return Array.from({ length: classes }, (_, id) => String(id));
}
