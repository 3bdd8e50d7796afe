// What a screen reader is told. No DOM.
import type { PlaneWindow, ZPoint } from './types';
import type { PlaneMessages } from '../i18n/en-plane';

export type Spoken =
  | { what: 'cursor'; z: ZPoint }
  | { what: 'pin'; z: ZPoint }
  | { what: 'path'; images: number }
  /** Null: none is any more. */
  | { what: 'selected'; className: string | null }
  | { what: 'noImage' }
  | { what: 'view' };

export interface Around {
  words: PlaneMessages;
  /** How a coordinate is written at this zoom. */
  written: (z: number) => string;
  window: PlaneWindow;
  /** The classes whose codes are at the cursor, in words. */
  here: string;
}

export function textOf(spoken: Spoken, { words, written, window: w, here }: Around): string {
  switch (spoken.what) {
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
    case 'view':
      return words.viewIs(written(w.z1Min), written(w.z1Max), written(w.z2Min), written(w.z2Max));
  }
}
