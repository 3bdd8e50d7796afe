// The model that the page opens with, and what is shipped beside it.
import { arriving } from '../../shared/arriving';
import { failure } from '../../shared/failure';

/** How the weights were made, as far as the page tells it. */
export interface Card {
  seed: number;
  steps: number;
  epochs: number;
  heldOutNegElboNats: number;
}

/** Each may be asked for again: after a failure the host is asked, and not what the browser has kept. */
export interface Pretrained {
  weights(anew?: boolean): Promise<Uint8Array>;
  codes(anew?: boolean): Promise<Uint8Array>;
  card(anew?: boolean): Promise<Card>;
}

const NAME = 'mnist';

/** Starts to load at once; a later call asks again, and the browser's cache answers. */
export function loadPretrained(base: string): Pretrained {
  const file = async (name: string, code: string, anew: boolean) => {
    const address = new URL(`weights/${name}`, base);
    const bytes = await arriving(globalThis, address.href, { anew });
    if (typeof bytes === 'string') {
      throw failure(code, { reason: bytes, params: { detail: address.pathname } });
    }
    return bytes;
  };
  const ask = (anew: boolean) => file(`${NAME}-vae.safetensors`, 'no_pretrained', anew);
  let first: Promise<Uint8Array> | null = ask(false);
  first.catch(() => {});
  return {
    weights: (anew = false) => {
      const answer = (!anew && first) || ask(anew);
      first = null;
      return answer;
    },
    card: async (anew = false) => {
      const bytes = await file(`${NAME}-vae.json`, 'no_codes', anew);
      try {
        return JSON.parse(new TextDecoder().decode(bytes)) as Card;
      } catch {
        throw failure('no_codes', { reason: 'broken' });
      }
    },
    codes: (anew = false) => file(`${NAME}-codes.safetensors`, 'no_codes', anew),
  };
}
