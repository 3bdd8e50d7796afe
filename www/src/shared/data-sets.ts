/** The sets of images that can be had by name, with the size of an image. */
export const dataSets = {
  digits8x8: { height: 8, width: 8 },
} as const;

export type DataSetName = keyof typeof dataSets;

/** A set whose images a model of this size can train on. */
export function dataSetFor(size: { height: number; width: number }): DataSetName | null {
  const names = Object.keys(dataSets) as DataSetName[];
  const fits = ({ height, width }: { height: number; width: number }) =>
    height === size.height && width === size.width;
  return names.find((name) => fits(dataSets[name])) ?? null;
}
