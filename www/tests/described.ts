// Holds values against the one description of the boundary, as the compiler reads it.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const path = fileURLToPath(new URL('../../src/wasm/types.d.ts', import.meta.url));
const program = ts.createProgram([path], {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  types: [],
  strict: true,
});
const checker = program.getTypeChecker();
const source = program.getSourceFile(path);
if (!source) throw new Error(`no description of the boundary at ${path}`);
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source)!);

/** The objects that the description names. */
export const interfaces = exported
  .filter((symbol) => symbol.flags & ts.SymbolFlags.Interface)
  .map((symbol) => symbol.name);

function typeNamed(name: string): ts.Type {
  const symbol = exported.find((each) => each.name === name);
  if (!symbol) throw new Error(`the description has no ${name}`);
  return checker.getDeclaredTypeOfSymbol(symbol);
}

/** A field of an object that goes in, and which object of the description it is itself, if it is one. */
export interface Field {
  name: string;
  kind: 'number' | 'text' | 'list' | 'object';
  /** It may be left out, which null says too. */
  optional: boolean;
}

/** The fields that the description gives an object; of a choice, those of the alternative that `value` is. */
export function fieldsOf(name: string, value: object): Field[] {
  const type = typeNamed(name);
  const alternatives = type.isUnion() ? type.types : [type];
  const own = alternatives.find((each) => problems(value, each, name).length === 0);
  if (!own) throw new Error(problems(value, type, name).join('\n'));
  return own.getProperties().map((property) => ({
    name: property.name,
    kind: kindOf((value as Record<string, unknown>)[property.name]),
    optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
  }));
}

function kindOf(value: unknown): Field['kind'] {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'text';
  return Array.isArray(value) ? 'list' : 'object';
}

/** What of `value` is not as the description has it: missing and unknown keys, values of another kind. */
export function differences(name: string, value: unknown): string[] {
  return problems(value, typeNamed(name), name);
}

function problems(value: unknown, type: ts.Type, at: string): string[] {
  const wrong = () => [`${at} is ${shown(value)}, not ${checker.typeToString(type)}`];
  if (type.isUnion()) {
    const each = type.types.map((alternative) => problems(value, alternative, at));
    if (each.some((found) => found.length === 0)) return [];
    const object = typeof value === 'object' && value !== null;
    return object ? each.reduce((a, b) => (b.length < a.length ? b : a)) : wrong();
  }
  if (type.isLiteral()) return value === type.value ? [] : wrong();
  const { flags } = type;
  if (flags & ts.TypeFlags.Number) return typeof value === 'number' ? [] : wrong();
  if (flags & ts.TypeFlags.String) return typeof value === 'string' ? [] : wrong();
  if (flags & ts.TypeFlags.BooleanLiteral) {
    return String(value) === checker.typeToString(type) && typeof value === 'boolean'
      ? []
      : wrong();
  }
  if (flags & ts.TypeFlags.Undefined) return wrong(); // an optional key is there with a value, or not at all
  if (flags & ts.TypeFlags.Null) return value === null ? [] : wrong();
  if (!(flags & ts.TypeFlags.Object))
    throw new Error(`${at}: what is ${checker.typeToString(type)}?`);
  if (typeof value !== 'object' || value === null) return wrong();
  const bulk = type.getSymbol()?.name ?? '';
  if (/^(Uint|Float)\d+Array$/.test(bulk)) return value.constructor.name === bulk ? [] : wrong();
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type as ts.TypeReference);
    if (!Array.isArray(value) || !element) return wrong();
    return value.flatMap((each, n) => problems(each, element, `${at}[${n}]`));
  }
  return objectProblems(value, type, at);
}

function objectProblems(value: object, type: ts.Type, at: string): string[] {
  const named = value as Record<string, unknown>;
  const anyKey = type.getStringIndexType();
  if (anyKey) {
    return Object.keys(named).flatMap((key) => problems(named[key], anyKey, `${at}.${key}`));
  }
  const bases = type.isClassOrInterface() ? checker.getBaseTypes(type) : [];
  // An Error's own keys do not count: it brings them without being told.
  const errors = bases.filter((base) => base.symbol.name === 'Error');
  if (errors.length > 0 && !(value instanceof Error)) return [`${at} is no Error`];
  const own = type
    .getProperties()
    .filter((property) => !errors.some((error) => error.getProperty(property.name)));
  const unknown = Object.keys(named).filter((key) => !own.some(({ name }) => name === key));
  return [
    ...unknown.map((key) => `${at}.${key} is not in the description`),
    ...own.flatMap((property) => {
      const optional = property.flags & ts.SymbolFlags.Optional;
      if (!(property.name in named)) return optional ? [] : [`${at}.${property.name} is missing`];
      const of = checker.getTypeOfSymbol(property);
      return problems(named[property.name], of, `${at}.${property.name}`);
    }),
  ];
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return value.constructor.name;
  return typeof value === 'string' ? `'${value}'` : String(value);
}
