// The model that the page opens with, and what is shipped beside it.
import type { Failure } from '../../shared/types';

export interface Pretrained {
  weights(): Promise<Uint8Array>;
  codes(): Promise<Uint8Array>;
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
    codes: () => fetchBytes(new URL(`weights/${NAME}-codes.safetensors`, base), 'no_codes'),
  };
}

async function fetchBytes(address: URL, code: string): Promise<Uint8Array> {
  const failure = { code, message: address.pathname } satisfies Failure;
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) throw failure;
  return new Uint8Array(await response.arrayBuffer());
}
