// A caller's mistake, in the core's own shape: an `Error` with its sentence, and the parts it is made of.

export function failure(code, field, reason, sentence, params = {}) {
  return Object.assign(new Error(sentence), { code, field, reason, params });
}

/** How a value's type is called: `Uint16Array`, `Array`, `string`, `null`. */
export function typeName(value) {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return arrayType(value) ?? value.constructor?.name ?? 'object';
}

/** `Uint8Array`, …, also of another window's or test environment's making; undefined for what is no typed array. */
export function arrayType(value) {
  return ArrayBuffer.isView(value) ? value[Symbol.toStringTag] : undefined;
}

/** Refuses a key that nothing reads: it is misspelt. */
export function onlyKeys(object, known, what) {
  if (typeof object !== 'object' || object === null) {
    throw failure('bad_input', '', 'type', `${what} must be an object, not ${typeName(object)}.`, {
      expected: 'an object',
    });
  }
  const unknown = Object.keys(object).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw failure(
      'bad_input',
      unknown,
      'unknown',
      `${what} has a \`${unknown}\` that nothing reads; it may have ${known.join(', ')}.`,
    );
  }
}

/** Refuses what is not a whole number from `min` to `max`. */
export function whole(value, [min, max], field, code = 'bad_input') {
  if (!Number.isInteger(value)) {
    const shown = typeof value === 'number' ? value : typeName(value);
    throw failure(code, field, 'type', `\`${field}\` must be a whole number from ${min} to ${max}, not ${shown}.`, {
      expected: 'a whole number',
    });
  }
  if (value < min || value > max) {
    throw failure(code, field, 'range', `\`${field}\` must be between ${min} and ${max}, not ${value}.`, {
      min,
      max,
      value,
    });
  }
  return value;
}
