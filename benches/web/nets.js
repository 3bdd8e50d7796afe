// Nets as the plan names them: {name, side, hidden, latent, batch}. B batch, D pixels, Z latent.

/** (inputs, outputs) of every layer: D → hidden → (μ, log σ²), then Z → hidden, mirrored → D. */
export function layers({ side, hidden, latent }) {
  const pairs = (widths) => widths.slice(1).map((outputs, i) => [widths[i], outputs]);
  const pixels = side * side;
  return {
    encoder: pairs([pixels, ...hidden, 2 * latent]),
    decoder: pairs([latent, ...hidden.toReversed(), pixels]),
  };
}

/** Floating-point operations of the products in a step: forward, dW, and dX for all layers but the first. */
export function flopsOfStep(net) {
  const { encoder, decoder } = layers(net);
  const sizes = [...encoder, ...decoder].map(([inputs, outputs]) => inputs * outputs);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return 2 * net.batch * (3 * all - sizes[0]);
}
