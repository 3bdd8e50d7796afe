import { describe, expect, it } from 'vitest';
import { formatCount, formatNats, formatZ, UNKNOWN } from '../src/shared/units';

describe('nats', () => {
  it('have the digits that matter', () => {
    expect([27.1034, 5.912, 141.23, 0.004].map(formatNats)).toEqual([
      '27.1',
      '5.91',
      '141.2',
      '0.00',
    ]);
  });

  it('do not change their width at a rounding', () => {
    expect([9.994, 9.996].map(formatNats)).toEqual(['9.99', '10.0']);
  });

  it('that are not known are a dash, NaN included', () => {
    expect([null, undefined, NaN, Infinity].map(formatNats)).toEqual(Array(4).fill(UNKNOWN));
  });
});

it('a minus is a minus, and zero has none', () => {
  expect([-1.2, -0.001, 0.31].map(formatZ)).toEqual(['−1.20', '0.00', '0.31']);
  expect(formatNats(-3.5)).toBe('−3.50');
});

it('thousands are grouped', () => {
  expect([0, 999, 3214, 1234567.4, -12000].map(formatCount)).toEqual([
    '0',
    '999',
    '3,214',
    '1,234,567',
    '−12,000',
  ]);
  expect(formatCount(null)).toBe(UNKNOWN);
});
