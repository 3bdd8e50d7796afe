import { classAt } from '../plane/classes';
import type { LabInfo, Slice, Strip, StripPicture, Terms, Watched } from '../../shared/types';

/** q(z|x) of an image, (Z) each: its mean, and its spread where the encoder gives one. */
export interface SelectedCode {
  mu: Float32Array;
  sigma: Float32Array | null;
}

/** The same on the plane. */
export interface SelectedPlace {
  point: [number, number];
  sigma: [number, number] | null;
}

/** All that the page says of the selected image. */
export interface SelectedImage {
  from: 'training' | 'heldOut' | 'prior';
  /** Which of these it is, from 0. */
  number: number;
  /** A place in the list of classes; none where it is unknown. */
  label: number;
  /** (H, W) */
  input: Uint8Array;
  reconstruction: Uint8Array;
  code: SelectedCode;
  /** Of this image alone; null while they are not known, and of a draw. */
  terms: Terms | null;
}

/** Which image of the strip is the selected one; null where none is. */
export function indexInStrip({ places }: Strip, selected: number | null): number | null {
  if (selected === null || places.length === 0) return selected;
  const index = places.indexOf(selected);
  return index < 0 ? null : index;
}

/** Which of its set, or which draw, each image of the strip is, from 0. */
export function numbersInStrip(info: LabInfo, { places, inputs }: Strip): number[] {
  if (places.length > 0) return Array.from(places, (place) => originOf(info, place).number);
  const size = info.model.height * info.model.width;
  return Array.from({ length: inputs.length / size }, (_, index) => index);
}

/** Where the encoder puts image `index` of a picture. */
export function selectedCode(
  picture: StripPicture | null,
  index: number | null,
): SelectedCode | null {
  if (!picture || index === null) return null;
  const latent = picture.mu.length / (picture.points.length / 2);
  const of = (values: Float32Array) => values.subarray(index * latent, (index + 1) * latent);
  const mu = of(picture.mu);
  if (mu.length === 0) return null;
  const hasSpread = picture.logvar.length > 0;
  return { mu, sigma: hasSpread ? of(picture.logvar).map((logvar) => Math.exp(logvar / 2)) : null };
}

export function selectedPlace(
  picture: StripPicture | null,
  index: number | null,
  slice: Slice,
): SelectedPlace | null {
  const code = selectedCode(picture, index);
  if (!picture || index === null || !code) return null;
  const { sigma } = code;
  return {
    point: [picture.points[2 * index] ?? 0, picture.points[2 * index + 1] ?? 0],
    sigma: sigma && [spreadAlong(slice.u, sigma), spreadAlong(slice.v, sigma)],
  };
}

/** The selected image: as it is watched, or as the strip has it until the first answer. */
export function selectedImage(
  info: LabInfo,
  strip: Strip,
  picture: StripPicture,
  selected: number | null,
  watched: Watched | null,
): SelectedImage | null {
  if (selected === null) return null;
  const size = info.model.height * info.model.width;
  const common = originOf(info, selected);
  if (watched) {
    const code = selectedCode(watched, 0);
    const { inputs: input, reconstructions: reconstruction, terms } = watched;
    const label = classAt(Uint16Array.of(watched.label), 0);
    return code && { ...common, label, input, reconstruction, code, terms };
  }
  const index = indexInStrip(strip, selected);
  const code = selectedCode(picture, index);
  if (index === null || !code) return null;
  const of = (pixels: Uint8Array) => pixels.subarray(index * size, (index + 1) * size);
  const label = classAt(strip.labels, index);
  const [input, reconstruction] = [of(strip.inputs), of(picture.reconstructions)];
  return { ...common, label, input, reconstruction, code, terms: null };
}

/** In the order of the codes the training images come first. */
function originOf(
  { images, trainImages }: LabInfo,
  place: number,
): Pick<SelectedImage, 'from' | 'number'> {
  if (!images) return { from: 'prior', number: place };
  if (place < trainImages) return { from: 'training', number: place };
  return { from: 'heldOut', number: place - trainImages };
}

/** σ of the coordinate along an axis: z's dimensions vary independently, so their variances add up. */
function spreadAlong(axis: readonly number[], sigma: Float32Array): number {
  const variance = axis.reduce((sum, part, n) => sum + (part * (sigma[n] ?? 0)) ** 2, 0);
  const length2 = axis.reduce((sum, part) => sum + part * part, 0);
  return Math.sqrt(variance) / length2;
}
