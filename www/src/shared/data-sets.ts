/** What suits a set: a net that shows what it learns within some seconds, and how it is trained. */
export interface Preset {
  hidden: readonly number[];
  batchSize: number;
  epochs: number;
}

interface DataSet {
  height: number;
  width: number;
  /** Null where every image is held out: to be looked at and measured, not trained on. */
  preset: Preset | null;
  /** −ELBO of its held-out images, grey, under a VAE with two latent dimensions that was trained until nothing moved. */
  goodNats: number;
}

/** The sets of images that can be had by name, with the size of an image. */
export const dataSets = {
  digits8x8: {
    height: 8,
    width: 8,
    preset: { hidden: [128, 64], batchSize: 64, epochs: 500 },
    goodNats: 24.0,
  },
  mnist10k: {
    height: 28,
    width: 28,
    // Of nets that make as many products in the twenty seconds that one thread takes for this run, those with two layers
    // ended lowest: this one and 256, 128 at 152 nats held out, one layer of 256 at 161; and this one is there first.
    preset: { hidden: [128, 64], batchSize: 64, epochs: 60 },
    goodNats: 151,
  },
  mnistHeldOut: { height: 28, width: 28, preset: null, goodNats: 134 },
} as const satisfies Record<string, DataSet>;

export type DataSetName = keyof typeof dataSets;
/** A set that a model can train on. */
export type TrainingSetName = {
  [Name in DataSetName]: (typeof dataSets)[Name]['preset'] extends null ? never : Name;
}[DataSetName];

/** A set that a visitor brought. */
export type OwnSetName = `own:${number}`;
/** Any set that a model can train on. */
export type Trainable = TrainingSetName | OwnSetName;

export function isOwn(name: string): name is OwnSetName {
  return name.startsWith('own:');
}

/** What suits it: images of a visitor's own are most like handwriting. */
export function presetOf(name: Trainable): Preset {
  return dataSets[isOwn(name) ? 'mnist10k' : name].preset;
}

type Size = Pick<DataSet, 'height' | 'width'>;

function named(size: Size, trains: boolean): DataSetName | null {
  const names = Object.keys(dataSets) as DataSetName[];
  const fits = ({ height, width, preset }: DataSet) =>
    height === size.height && width === size.width && (preset !== null) === trains;
  return names.find((name) => fits(dataSets[name])) ?? null;
}

/** A set whose images a model of this size can train on. */
export function dataSetFor(size: Size): TrainingSetName | null {
  return named(size, true) as TrainingSetName | null;
}

/** A set whose images no model of this size was trained on here: to look at and to measure it with. */
export function heldOutSetFor(size: Size): DataSetName | null {
  return named(size, false);
}
