// What a screen reader is told. No DOM.
import type { ClassPlace } from './code-index';
import { number } from './ticks';
import type { PlaneWindow, ZPoint } from './types';
import type { PlaneMessages } from '../i18n/en-plane';

export type Spoken =
  | { what: 'cursor'; z: ZPoint }
  | { what: 'pin'; z: ZPoint }
  | { what: 'path'; images: number }
  /** Null: none is any more. */
  | { what: 'selected'; className: string | null }
  | { what: 'noImage' }
  | { what: 'view'; window: PlaneWindow }
  /** The keyboard came to the plane. */
  | { what: 'arrival'; z: ZPoint };

export interface Around {
  words: PlaneMessages;
  /** How a coordinate is written at this zoom. */
  written: (z: number) => string;
  /** Where the classes lie, in words. */
  classes: string;
  /** The classes whose codes are at the cursor, in words. */
  here: string;
}

export function textOf(spoken: Spoken, { words, written, classes, here }: Around): string {
  switch (spoken.what) {
    case 'arrival':
      return `${textOf({ what: 'cursor', z: spoken.z }, { words, written, classes, here })} ${classes}`.trim();
    case 'cursor':
      return `${words.cursorAt(written(spoken.z[0]), written(spoken.z[1]))} ${here}`.trim();
    case 'pin':
      return words.pinned(written(spoken.z[0]), written(spoken.z[1]));
    case 'path':
      return words.pathKept(spoken.images);
    case 'selected':
      return spoken.className === null ? words.unselected : words.selected(spoken.className);
    case 'noImage':
      return words.noImage;
    case 'view': {
      const { z1Min, z1Max, z2Min, z2Max } = spoken.window;
      return words.viewIs(written(z1Min), written(z1Max), written(z2Min), written(z2Max));
    }
  }
}

/** More than these are not listened to. */
const MOST_CLASSES = 12;

/** Where each class lies; nothing where no codes are on show. */
export function classesText(
  places: readonly ClassPlace[],
  names: readonly string[],
  words: PlaneMessages,
): string {
  if (places.length === 0) return '';
  const some = places.slice(0, MOST_CLASSES).map(({ label, point: [z1, z2] }) => {
    return words.classAt(names[label] ?? '', number(z1, 1), number(z2, 1));
  });
  return words.classesAt(some.join('; '), places.length - some.length);
}
