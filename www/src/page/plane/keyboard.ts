// Keys into what they do on the plane. No DOM beyond the event's own fields.

export type KeyAction =
  | { does: 'move'; right: number; up: number; far: boolean }
  | { does: 'pin' }
  | { does: 'select' }
  | { does: 'zoom'; factor: number }
  | { does: 'reset' }
  | { does: 'leave' };

const ARROWS: Record<string, readonly [right: number, up: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A shifted arrow goes as far as this many plain ones. */
export const FAR_STEPS = 5;

/** null: not the plane's key, the browser may have it. */
export function keyAction(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): KeyAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const arrow = ARROWS[event.key];
  if (arrow) return { does: 'move', right: arrow[0], up: arrow[1], far: event.shiftKey };
  switch (event.key) {
    case 'Enter':
    case ' ':
      return { does: 'pin' };
    case 's':
    case 'S':
      return { does: 'select' };
    case '+':
    case '=':
      return { does: 'zoom', factor: 1.25 };
    case '-':
    case '_':
      return { does: 'zoom', factor: 0.8 };
    case '0':
      return { does: 'reset' };
    case 'Escape':
      return { does: 'leave' };
    default:
      return null;
  }
}
