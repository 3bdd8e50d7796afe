// What is said of the selected image, in English.
const WHAT = { training: 'training image', heldOut: 'held-out image', prior: 'draw' };

export const selection = {
  heading: 'Selection',
  none: (fromPrior: boolean, hasSpread: boolean, byTouch: boolean) => {
    const code = hasSpread ? 'q(z|x)' : 'z';
    if (fromPrior) return `Select a draw to see its ${code}.`;
    // A tap on the plane keeps.
    return byTouch
      ? `Select an image to see its ${code} and its terms.`
      : `Select an image, or the dot of one on the plane, to see its ${code} and its terms.`;
  },
  image: (from: keyof typeof WHAT, number: number, className: string | null) =>
    `${WHAT[from]} ${number}${className === null ? '' : `, a ${className}`}`,
  input: 'input',
  reconstruction: 'reconstruction',
  terms: 'The terms of this image, in nats',
  noPicture: 'The image could not be loaded; its place is shown.',
  position: (mu: string) => `μ = (${mu})`,
  spread: (sigma: string) => `σ = (${sigma})`,
  point: (z: string) => `z = (${z})`,
};
