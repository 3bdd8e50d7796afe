/** The label of an image whose class nobody told. */
export const NO_LABEL = 65535;

/** The place of image `index`'s class in the list of classes; null where it is unknown. */
export function labelAt(labels: Uint16Array, index: number): number | null {
  const label = labels[index] ?? NO_LABEL;
  return label === NO_LABEL ? null : label;
}
