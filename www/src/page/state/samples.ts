// Draws from N(0, I): what a model with a prior makes images of, and one without was never asked to.

const SAMPLES = 12;

/** SAMPLES points of the plane, (n, 2): other ones each time. */
export function drawnPoints(): Float32Array {
  return normals(crypto.getRandomValues(new Uint32Array(2 * SAMPLES)));
}

/** Standard normal variates by Box–Muller, two of every two random numbers. */
export function normals(bits: Uint32Array): Float32Array {
  const variates = new Float32Array(bits.length);
  for (let n = 0; n + 1 < bits.length; n += 2) {
    // In (0, 1]: zero has no logarithm.
    const uniform = (bits[n]! + 1) / 2 ** 32;
    const angle = (2 * Math.PI * bits[n + 1]!) / 2 ** 32;
    const radius = Math.sqrt(-2 * Math.log(uniform));
    variates[n] = radius * Math.cos(angle);
    variates[n + 1] = radius * Math.sin(angle);
  }
  return variates;
}
