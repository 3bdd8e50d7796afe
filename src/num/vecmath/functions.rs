//! Exponential and logarithm of an [`F4`], and what is built from them.
//!
//! Each is a table of constants that is read once before a loop, `let exp = Exp::read();`, then used in it. The read
//! goes through `black_box`: an engine that sees a vector constant builds it anew in every turn of the loop.
//!
//! Polynomials: minimax fits (relative error) with their coefficients rounded to `f32` one after the other. Their
//! evaluation uses [`F4::mul_add`], so a fused build may differ from a strict one in the last bit.

use core::hint::black_box;

use crate::num::lanes::F4;
use crate::num::{each, unrolled};

/// `1.5 · 2²³`: added to a small float it leaves the nearest whole number in the low bits.
const ROUND: f32 = 12_582_912.0;
/// ln 2 in two parts; the first has so few bits that its product with an exponent is exact.
const LN2_HIGH: f32 = 0.693_359_4;
const LN2_LOW: f32 = -2.121_944_4e-4;

/// Reads constants in a way the compiler cannot see through.
#[inline(always)]
fn opaque<const N: usize>(table: &[f32; N]) -> [F4; N] {
    let table = black_box(table);
    let [mut vectors] = F4::zeros();
    unrolled!(i < N, { vectors[i] = F4::splat(table[i]) });
    vectors
}

/// `c₀ + x·(c₁ + x·(c₂ + …))`
#[inline(always)]
fn horner<const N: usize, const C: usize>(x: [F4; N], coefficients: &[F4; C]) -> [F4; N] {
    let [mut sum]: [[F4; N]; 1] = F4::zeros();
    unrolled!(i < N, { sum[i] = coefficients[C - 1] });
    unrolled!(i < C - 1, {
        let c = coefficients[C - 2 - i];
        sum = each!(sum, x => sum.mul_add(x, c));
    });
    sum
}

/// `e^v = 2ⁿ·e^r` with n = round(v / ln 2) and |r| ≤ ½ ln 2.
pub struct Exp {
    per_ln2: F4,
    /// [`ROUND`] and the exponent's bias: the low bits of `v/ln 2 + round` are those of 2ⁿ.
    round: F4,
    ln2_high: F4,
    ln2_low: F4,
    one: F4,
    /// The sign's bit alone.
    sign: F4,
    /// Here n = −127, whose 2ⁿ has no exponent's bits: it is 0.
    lowest: F4,
    /// From the square on; the first two are 1.
    polynomial: [F4; 5],
}

impl Exp {
    #[inline(always)]
    pub fn read() -> Exp {
        static TABLE: [f32; 7] = [std::f32::consts::LOG2_E, ROUND + 127.0, -LN2_HIGH, -LN2_LOW, 1.0, -0.0, -88.0];
        static POLYNOMIAL: [f32; 5] = [0.499_999_94, 0.166_665_21, 0.041_668_26, 0.008_368_669, 0.001_382_128_9];
        let [per_ln2, round, ln2_high, ln2_low, one, sign, lowest] = opaque(&TABLE);
        Exp { per_ln2, round, ln2_high, ln2_low, one, sign, lowest, polynomial: opaque(&POLYNOMIAL) }
    }

    #[inline(always)]
    pub fn one(&self) -> F4 {
        self.one
    }

    /// `e^r`, and `n` as a float that holds n + 127 in its low bits.
    #[inline(always)]
    fn reduced<const N: usize>(&self, v: [F4; N]) -> ([F4; N], [F4; N]) {
        let shifted = each!(v => v.mul_add(self.per_ln2, self.round));
        let n = each!(shifted => shifted - self.round);
        let r = each!(n, v => n.mul_add(self.ln2_high, v));
        let r = each!(n, r => n.mul_add(self.ln2_low, r));
        let p = horner(r, &self.polynomial);
        let p = each!(p, r => p.mul_add(r, self.one));
        (each!(p, r => p.mul_add(r, self.one)), shifted)
    }

    /// `e^v` for every v: correct to the subnormal, 0 and ∞ beyond.
    #[inline(always)]
    pub fn of<const N: usize>(&self, v: [F4; N]) -> [F4; N] {
        let (p, shifted) = self.reduced(each!(v => v.at_most(F4::splat(89.0)).at_least(F4::splat(-104.0))));
        // 2ⁿ in two factors, so that neither leaves the range of normal numbers: n from −150 to 128.
        each!(p, shifted => {
            let n = shifted.sub_bits(self.round);
            let half = n.shift_bits_right::<1>();
            let first = half.shift_bits_left::<23>().add_bits(self.one);
            let second = n.sub_bits(half).shift_bits_left::<23>().add_bits(self.one);
            p * first * second
        })
    }

    /// `e^v` for v ≤ 0; 0 for v < −87.69, where the result would not be normal.
    #[inline(always)]
    pub fn of_nonpositive<const N: usize>(&self, v: [F4; N]) -> [F4; N] {
        let (p, shifted) = self.reduced(each!(v => v.at_least(self.lowest)));
        each!(p, shifted => p * shifted.shift_bits_left::<23>())
    }

    /// `e^−|v|`; 0 for |v| > 87.69.
    #[inline(always)]
    pub fn of_minus_size<const N: usize>(&self, v: [F4; N]) -> [F4; N] {
        self.of_nonpositive(each!(v => v.or(self.sign)))
    }

    /// 0 for v < 0, else 1.
    #[inline(always)]
    pub fn step<const N: usize>(&self, v: [F4; N]) -> [F4; N] {
        each!(v => self.one.and_not(v.less(F4::splat(0.0))))
    }

    /// `σ(v) = 1 / (1 + e^−v)`; 0 for v < −87.69.
    #[inline(always)]
    pub fn sigmoid<const N: usize>(&self, v: [F4; N]) -> [F4; N] {
        let e = self.of_minus_size(v);
        let step = self.step(v);
        let above = each!(e, step => e.at_least(step));
        each!(above, e => above / (e + self.one))
    }
}

/// `log v = e·ln 2 + log m` with √½ ≤ m < √2.
pub struct Log {
    one: F4,
    /// √½
    least: F4,
    half: F4,
    ln2_high: F4,
    ln2_low: F4,
    /// `(log(1+f) − f + ½f²) / f³`
    polynomial: [F4; 8],
}

impl Log {
    #[inline(always)]
    pub fn read() -> Log {
        static TABLE: [f32; 5] = [1.0, std::f32::consts::FRAC_1_SQRT_2, 0.5, LN2_HIGH, LN2_LOW];
        static POLYNOMIAL: [f32; 8] = [
            0.333_333_3,
            -0.250_008_2,
            0.200_012_42,
            -0.166_234_1,
            0.142_015_86,
            -0.131_595_98,
            0.127_621_43,
            -0.076_363_62,
        ];
        let [one, least, half, ln2_high, ln2_low] = opaque(&TABLE);
        Log { one, least, half, ln2_high, ln2_low, polynomial: opaque(&POLYNOMIAL) }
    }

    /// `log v` for a normal, finite v > 0.
    #[inline(always)]
    pub fn of_normal<const N: usize>(&self, v: [F4; N]) -> [F4; N] {
        // The exponent that leaves a mantissa of at least √½.
        let exponent = each!(v => v.sub_bits(self.least).shift_bits_right::<23>());
        let f = each!(v, exponent => v.sub_bits(exponent.shift_bits_left::<23>()) - self.one);
        let e = each!(exponent => exponent.float_from_bits());
        let square = each!(f => f * f);
        let p = horner(f, &self.polynomial);
        let tail = each!(p, f => p * f);
        let tail = each!(tail, square => tail * square);
        let tail = each!(e, tail => e.mul_add(self.ln2_low, tail));
        let tail = each!(tail, square => tail - self.half * square);
        let sum = each!(f, tail => f + tail);
        each!(e, sum => e.mul_add(self.ln2_high, sum))
    }

    /// `log v` for every v: −∞ of ±0, NaN of a negative, ∞ of ∞.
    #[inline(always)]
    pub fn of<const N: usize>(&self, v: [F4; N]) -> [F4; N] {
        let (zero, infinity) = (F4::splat(0.0), F4::splat(f32::INFINITY));
        // A subnormal is made normal: times 2²³, and its logarithm is less by as much.
        let subnormal = each!(v => v.less(F4::splat(f32::MIN_POSITIVE)));
        let normal = each!(v, subnormal => (v * F4::splat(8_388_608.0)).or_where_not(subnormal, v));
        let log = self.of_normal(normal);
        let log = each!(log, subnormal => {
            log - F4::splat(23.0 * std::f32::consts::LN_2).and(subnormal)
        });
        each!(log, v => {
            // A NaN is neither equal nor less: it goes the way of v + v.
            let usual = zero.less(v).and(v.less(infinity));
            let edge = F4::splat(f32::NEG_INFINITY).or_where_not(v.equal(zero), v + v);
            let edge = F4::splat(f32::NAN).or_where_not(v.less(zero), edge);
            log.or_where_not(usual, edge)
        })
    }

    /// `log(1 + e^v) = max(v, 0) + log(1 + e^−|v|)`, relatively accurate for very negative v too.
    #[inline(always)]
    pub fn softplus<const N: usize>(&self, exp: &Exp, v: [F4; N]) -> [F4; N] {
        let e = exp.of(each!(v => v.or(F4::splat(-0.0))));
        let u = each!(e => self.one + e);
        // What rounding 1 + e lost, put back: log(1 + e) = log u + (e − (u − 1)) / u.
        let lost = each!(e, u => (e - (u - self.one)) / u);
        let log = self.of_normal(u);
        let log1p = each!(log, lost => log + lost);
        each!(v, log1p => v.at_least(F4::splat(0.0)) + log1p)
    }
}

/// `tanh v`: a polynomial near 0, `(1 − e^−2|v|) / (1 + e^−2|v|)` beyond.
pub struct Tanh {
    exp: Exp,
    /// `(tanh v − v) / v³` in v²
    polynomial: [F4; 5],
}

impl Tanh {
    #[inline(always)]
    pub fn read() -> Tanh {
        static POLYNOMIAL: [f32; 5] = [-0.333_332_8, 0.133_314_06, -0.053_736_515, 0.020_628_167, -0.005_692_296_7];
        Tanh { exp: Exp::read(), polynomial: opaque(&POLYNOMIAL) }
    }

    #[inline(always)]
    pub fn of<const N: usize>(&self, v: [F4; N]) -> [F4; N] {
        let size = each!(v => v.abs());
        let square = each!(v => v * v);
        let p = horner(square, &self.polynomial);
        let near = each!(p, square => p * square);
        let near = each!(near, size => near.mul_add(size, size));
        let e = self.exp.of_nonpositive(each!(size => F4::splat(-2.0) * size));
        let far = each!(e => (self.exp.one - e) / (self.exp.one + e));
        let tanh = each!(near, size, far => near.or_where_not(size.less(F4::splat(0.625)), far));
        each!(tanh, v => tanh.or(v.and(F4::splat(-0.0))))
    }
}
