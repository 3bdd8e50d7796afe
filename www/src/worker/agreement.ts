// Holds the signatures that the worker uses of a wasm package against the package's own description: both say the same, in
// what they take and in what they give, or this does not compile. `false` is the signature that differs.

/** The classes of a package, each with what the worker knows it as. */
export interface Classes {
  lab: [theirs: unknown, ours: unknown];
  images: [theirs: unknown, ours: unknown];
}

/** The package's classes are the worker's; where it also takes a list of numbers, the worker gives a typed array. */
type Ours<T, C extends Classes> = T extends C['lab'][0]
  ? C['lab'][1]
  : T extends C['images'][0]
    ? C['images'][1]
    : Lists<T>;
type Lists<T> = T extends number[] ? never : T;
type Signature<F, C extends Classes> = F extends (...given: infer Given) => infer Answer
  ? (...given: { [Place in keyof Given]: Ours<Given[Place], C> }) => Ours<Answer, C>
  : never;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

export type Agreement<Used, Package, C extends Classes> = {
  [Name in keyof Used]: Name extends keyof Package
    ? Same<Used[Name], Signature<Package[Name], C>>
    : false;
};
export type Agreed<T extends Record<keyof T, true>> = T;
