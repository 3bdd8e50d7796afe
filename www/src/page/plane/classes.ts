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

const LONGEST_MARK = 2;

/** What stands for a class where colour does not: its name where that is short, else its place in the list. */
export function markOf(names: readonly string[], label: number): string {
  if (label < 0) return '•';
  const name = names[label] ?? '';
  return name !== '' && name.length <= LONGEST_MARK ? name : `${label + 1}`;
}
