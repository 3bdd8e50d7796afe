// A sentence beside a control while it is pointed at or focused: reachable by pointer, keyboard and, for
// words that only explain, by a tap. Escape closes it; the pointer may cross over onto it.
import type { Attachment } from 'svelte/attachments';
import { placeNear } from './place';
import { screenSize } from './screen';

/** Late enough that the pointer can cross over onto the text. */
const LEAVE_MS = 120;
let count = 0;

export interface TipOptions {
  /** The control does nothing but explain: any focus, a click or a tap opens the tip. */
  onlyExplains?: boolean;
}

export function tip(
  text: string,
  { onlyExplains = false }: TipOptions = {},
): Attachment<HTMLElement> {
  return (host) => {
    const bubble = document.createElement('span');
    bubble.id = `tip-${++count}`;
    bubble.className = 'tip';
    bubble.role = 'tooltip';
    bubble.popover = 'manual';
    bubble.textContent = text;
    // Inside the lab, whose colours it has; in the top layer nothing there can cut it off.
    (host.closest('.vae-lab') ?? host).append(bubble);
    host.setAttribute('aria-describedby', bubble.id);

    let leaving: ReturnType<typeof setTimeout> | undefined;
    const isOpen = () => bubble.matches(':popover-open');
    const show = () => {
      clearTimeout(leaving);
      if (!isOpen()) bubble.showPopover();
      const place = placeNear(
        host.getBoundingClientRect(),
        bubble.getBoundingClientRect(),
        screenSize(),
      );
      bubble.style.left = `${place.xPx}px`;
      bubble.style.top = `${place.yPx}px`;
    };
    const hide = () => {
      clearTimeout(leaving);
      if (isOpen()) bubble.hidePopover();
    };
    const hideSoon = () => {
      clearTimeout(leaving);
      leaving = setTimeout(hide, LEAVE_MS);
    };

    const listening = new AbortController();
    const on = (target: EventTarget, name: string, handler: (event: Event) => void) =>
      target.addEventListener(name, handler, { signal: listening.signal });
    // A finger's tap also "enters": on a control it is meant as a press, not as a question.
    const pointed = (event: Event) => {
      if ((event as PointerEvent).pointerType === 'mouse') show();
    };
    on(host, 'pointerenter', pointed);
    on(bubble, 'pointerenter', pointed);
    on(host, 'pointerleave', hideSoon);
    on(bubble, 'pointerleave', hideSoon);
    on(host, 'focus', () => {
      if (onlyExplains || host.matches(':focus-visible')) show();
    });
    on(host, 'blur', hide);
    // What was pressed is known: its tip would lie over what comes of it.
    on(host, 'click', onlyExplains ? show : hide);
    on(window, 'scroll', hide);
    on(window, 'resize', hide);
    // Wherever the focus is: what the pointer opened must go without the pointer moving.
    on(document, 'keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape') hide();
    });

    return () => {
      listening.abort();
      clearTimeout(leaving);
      bubble.remove();
      if (host.getAttribute('aria-describedby') === bubble.id) {
        host.removeAttribute('aria-describedby');
      }
    };
  };
}
