// What is said of a visitor's own files, in English.
import { FEWEST_TO_TRAIN } from '../../shared/import-api';
import { formatCount } from '../../shared/units';
import type { Failure, ImportPreview } from '../../shared/types';
import { explained } from './explained';

const size = ([height, width]: readonly number[]) => `${height}×${width}`;
const scale = ([low, high]: readonly number[]) => `${number(low)} to ${number(high)}`;
/** As short as it is clear. */
const number = (value: number | undefined) => String(Number((value ?? 0).toPrecision(4)));
const percent = (share: number) => `${Math.round(100 * share)} %`;
const bytes = (count: number) =>
  count < 2 ** 20 ? `${Math.ceil(count / 1024)} KiB` : `${(count / 2 ** 20).toFixed(1)} MiB`;
const MOST_CLASSES = 20;

export const importing = {
  heading: 'Your images',
  about:
    'From MNIST-like files (IDX), NumPy (NPY, NPZ), CSV, pictures (PNG, JPEG, WebP, GIF, AVIF), safetensors or CIFAR: one file, ' +
    'several, a folder, a zip. They are read here, and go nowhere else.',
  limits: `${FEWEST_TO_TRAIN} to 100,000 images of 8 to 64 pixels a side, in grey. Folders name classes; a file of labels is found beside its images.`,
  tooFew: `A model is trained on ${FEWEST_TO_TRAIN} images at least.`,
  choose: 'Choose files',
  chooseFolder: 'Choose a folder',
  drop: 'Or drop them anywhere on this page, or paste a picture.',
  reading: 'Reading…',
  cancel: 'Cancel',
  use: 'Use these',
  others: 'Other files',

  found: {
    images: 'images',
    count: ({ images, found, parts, classes }: ImportPreview) => {
      const drawn = found > images ? ` drawn of ${formatCount(found)}` : '';
      const [train, heldOut] = parts ?? [];
      const split = parts
        ? `, ${formatCount(train)} to train on and ${formatCount(heldOut)} held out`
        : `; a sixth ${classes.length > 0 ? 'of each class ' : ''}is held out`;
      return `${formatCount(images)}${drawn}${split}`;
    },
    from: 'read from',
    size: 'size',
    sizeOf: ({ sides: [least = [], most = []], height, width, fit, colour }: ImportPreview) => {
      const now = size([height, width]);
      const one = size(least) === size(most);
      const before = one ? size(least) : `${size(least)} to ${size(most)}`;
      const how = fit === 'crop' ? 'cropped to the middle' : 'with paper beside';
      const made = one && before === now ? now : `${before}, made ${now}`;
      const square = one && least[0] === least[1];
      return `${made}${made === now || square ? '' : `, ${how}`}${colour ? '; colours made grey' : ''}`;
    },
    classes: 'classes',
    noClasses: 'none',
    classesOf: ({ classes, labelsFrom }: ImportPreview) => {
      const some = classes.slice(0, MOST_CLASSES);
      const named = some.map(({ name, images }) => `${name} (${formatCount(images)})`).join(', ');
      const more = classes.length - some.length;
      return `${classes.length}, from ${labelsFrom}: ${named}${more > 0 ? `, and ${more} more` : ''}`;
    },
    values: 'values',
    valuesOf: ({ values, meaning, invert, lightEdges }: ImportPreview) => {
      const ink = invert ? 'from ink to paper' : 'from paper to ink';
      return `${scale(values)}, taken as ${scale(meaning)} ${ink}; the edges of ${percent(lightEdges)} are light`;
    },
    turned: 'turned',
    turnedOf: ({ transposed, transpose, wider }: ImportPreview) =>
      transpose
        ? 'rows were columns'
        : `rows may be columns: ${percent(wider)} are wider than high, and it is ${transposed}`,
    repeated: 'repeated',
    repeatedOf: ({ duplicates, constant }: ImportPreview) =>
      `${formatCount(duplicates)} equal an earlier image, ${formatCount(constant)} are of one value; all are kept`,
    memory: 'memory',
    memoryOf: ({ bytes: count }: ImportPreview) => bytes(count),
    notes: 'decided',
    sheet: (images: number) => `${images} of the images`,
    mean: 'mean image',
    skipped: (files: number) =>
      files === 1 ? '1 file left out' : `${formatCount(files)} files left out`,
    skippedOf: (path: string, why: string) => `${path} ${why}`,
    skippedMore: (files: number) => `and ${formatCount(files)} more`,
  },

  /** What went wrong with files: where the page has no words for it, the reader's own stand. */
  sentence: ({ reason, params: { file, detail, mebibytes }, message }: Failure) => {
    const name = file === undefined ? 'The files' : `“${file}”`;
    const own: Record<string, string> = {
      large: 'These files are more than 1 GiB, the most that is read at once. Give a part of them.',
      unreadable: `The browser could not read ${name}. Is it still there, and a file?`,
      stopped: `The files could not be read to the end (${detail}): most often there was not enough memory. Give a part of them.`,
      memory: `Reading these files takes ${mebibytes} MiB of memory at once, which the browser does not give. Give a part of them.`,
      missing:
        'What reads files could not be loaded. Check the connection, then give the files again.',
      nothing: 'There is no file in what was given. Give files, a folder, or a zip.',
    };
    return own[reason] ?? message;
  },

  choices: {
    label: 'How they are read',
    side: explained(
      'pixels a side',
      'Every image is brought to a square of so many pixels, 8 to 64. Empty: as they are, or 28.',
    ),
    fit: explained(
      'to a square',
      'Cropped: the middle of a picture. Padded: all of it, with paper beside.',
    ),
    fits: { crop: 'cropped', pad: 'padded' },
    invert: explained(
      'inverted',
      'Dark is ink. Decided by the edges: what most of them are is paper.',
    ),
    transpose: explained('turned', 'Rows and columns change places, as EMNIST’s files need it.'),
    labels: explained('classes', 'Take the classes that the files have.'),
    column: explained(
      'label column',
      'The column of the table that holds the classes: its name, or its number from 1.',
    ),
    low: explained('paper is', 'The value that is no ink.'),
    high: explained('ink is', 'The value that is full ink.'),
    shape: explained(
      'height, width',
      'Of images that come as rows of numbers: such as 20, 30. Empty: the square.',
    ),
    atMost: explained(
      'at most',
      'Of more images, so many are drawn at random. The most is 100,000.',
    ),
    open: 'decided',
    decided: (answer: string) => `decided: ${answer}`,
    yes: 'yes',
    no: 'no',
  },
};

export type ImportMessages = typeof importing;
