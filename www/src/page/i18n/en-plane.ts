// What the latent plane says, in English.
export const plane = {
  label: 'Latent plane',
  role: 'map',
  instructions:
    'Arrow keys move the cursor, with Shift in larger steps. Enter decodes and keeps the image, S selects the image whose dot is near. ' +
    'Plus and minus zoom, 0 shows the whole plane, Escape leaves.',
  axis1: 'z₁',
  axis2: 'z₂',
  ring: (sigmas: number) => `${sigmas}σ`,
  lensAt: (z1: string, z2: string) => `z ${z1}, ${z2}`,
  codesHere: (classes: string) => `near codes of ${classes}`,
  noCodesHere: 'far from all codes',
  noPrior: 'An autoencoder has no prior: a random z means nothing here.',
  thisImage: (className: string) => `this image${className && `, a ${className}`}`,
  selected: (className: string) => `Selected an image${className && `, a ${className}`}.`,
  unselected: 'Selected none.',
  noImage: 'No image near here.',
  cursorAt: (z1: string, z2: string) => `z₁ ${z1}, z₂ ${z2}.`,
  classAt: (name: string, z1: string, z2: string) => `${name} at ${z1}, ${z2}`,
  classesAt: (classes: string, more: number) =>
    `Middles of the classes: ${classes}${more > 0 ? `; and ${more} more` : ''}.`,
  pinned: (z1: string, z2: string) => `Kept z₁ ${z1}, z₂ ${z2}.`,
  pathKept: (images: number) => `Kept a path of ${images} images.`,
  viewIs: (from1: string, to1: string, from2: string, to2: string) =>
    `Showing z₁ from ${from1} to ${to1}, z₂ from ${from2} to ${to2}.`,
};

export type PlaneMessages = typeof plane;
