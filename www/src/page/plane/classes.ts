// Which class an image belongs to: a place in a list of names, or none. Nothing else reads an array of labels.

/** Places in a list of classes, one an image; the largest number that fits says that the class is unknown. */
export type Labels = Uint8Array | Uint16Array;

/** The place of an image without a class: no list has it. */
export const NO_CLASS = -1;

export function classAt(labels: Labels, index: number): number {
  const label = labels[index];
  const unknown = labels.BYTES_PER_ELEMENT === 1 ? 0xff : 0xffff;
  return label === undefined || label === unknown ? NO_CLASS : label;
}
