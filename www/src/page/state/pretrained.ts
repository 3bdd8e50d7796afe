// The model that the page opens with, and what is shipped beside it.
import { failure } from '../../shared/failure';

/** How the weights were made, as far as the page tells it. */
export interface Card {
  seed: number;
  steps: number;
  epochs: number;
  heldOutNegElboNats: number;
}

export interface Pretrained {
  weights(): Promise<Uint8Array>;
  codes(): Promise<Uint8Array>;
  card(): Promise<Card>;
}

const NAME = 'mnist';

/** Starts to load at once; a later call asks again, and the browser's cache answers. */
export function loadPretrained(base: string): Pretrained {
  const ask = () => fetchBytes(new URL(`weights/${NAME}-vae.safetensors`, base), 'no_pretrained');
  let first: Promise<Uint8Array> | null = ask();
  first.catch(() => {});
  return {
    weights: () => {
      const answer = first ?? ask();
      first = null;
      return answer;
    },
    card: async () => {
      const bytes = await fetchBytes(new URL(`weights/${NAME}-vae.json`, base), 'no_codes');
      return JSON.parse(new TextDecoder().decode(bytes)) as Card;
    },
    codes: () => fetchBytes(new URL(`weights/${NAME}-codes.safetensors`, base), 'no_codes'),
  };
}

async function fetchBytes(address: URL, code: string): Promise<Uint8Array> {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) throw failure(code, { params: { detail: address.pathname } });
  return new Uint8Array(await response.arrayBuffer());
}
