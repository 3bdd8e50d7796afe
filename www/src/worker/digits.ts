import { WorkerFailure } from './failure';

const address = new URL('../../../src/data/digits8x8.bin', import.meta.url);
let asked: Promise<Uint8Array> | null = null;

/** Images of the bundled set are this high and wide. */
export const DIGITS_SIDE = 8;

/** The bundled 8×8 digits, packed; fetched when they are first needed, and asked for again after a failure. */
export function digits(): Promise<Uint8Array> {
  asked ??= load().catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

async function load(): Promise<Uint8Array> {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) throw new WorkerFailure('no_digits', address.pathname);
  return new Uint8Array(await response.arrayBuffer());
}
