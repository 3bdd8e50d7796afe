// Pictures in the formats that a browser decodes: JPEG, WebP, GIF, AVIF and what else it knows, turned as they say.

export interface DecodedPicture {
  width: number;
  height: number;
  /** Red, green, blue and opacity, a byte each. */
  pixels: Uint8Array;
}

/** At most so many pixels a side; null where this browser cannot. */
export type DecodePicture = (file: Uint8Array, mostPx: number) => Promise<DecodedPicture | null>;

/** As many pixels of one picture as the reader takes. */
const MOST_PIXELS = 1 << 25;

export const decodePicture: DecodePicture = async (file, mostPx) => {
  const bitmap = await createImageBitmap(new Blob([file as BlobPart])).catch(() => null);
  if (!bitmap) return null;
  const scale = Math.min(
    1,
    mostPx / Math.max(bitmap.width, bitmap.height),
    Math.sqrt(MOST_PIXELS / (bitmap.width * bitmap.height)),
  );
  const [width, height] = [bitmap.width, bitmap.height].map((px) =>
    Math.max(1, Math.floor(px * scale)),
  ) as [number, number];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, pixels: new Uint8Array(data.buffer) };
};
