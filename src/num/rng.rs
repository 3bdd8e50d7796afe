//! Randomness: one seed, named streams of ChaCha8.
//!
//! A stream is keyed by (seed, name) and addressed by an index (an epoch, a step), so that any piece of randomness can
//! be made again alone, in any order, on any platform. The generator is named because its numbers are part of the
//! results; normal variates go through `libm`'s software `log` and polynomials of our own, which give the same bits
//! natively and on wasm, as the platform's own functions do not.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Real;

/// What the numbers are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Initial weights; index 0.
    Init,
    /// Training / held-out split; index 0.
    Split,
    /// Order of the images; index = epoch.
    Shuffle,
    /// ε of the reparametrisation; index = step.
    Noise,
    /// Everything drawn to be looked at: ε of evaluation (index 0), draws from the prior (index 1).
    Sample,
    /// Pixels drawn from grey values; index = step, 0 for everything that is looked at.
    Pixels,
}

impl Stream {
    pub const ALL: [Stream; 6] =
        [Stream::Init, Stream::Split, Stream::Shuffle, Stream::Noise, Stream::Sample, Stream::Pixels];

    pub fn name(self) -> &'static str {
        match self {
            Stream::Init => "init",
            Stream::Split => "split",
            Stream::Shuffle => "shuffle",
            Stream::Noise => "noise",
            Stream::Sample => "sample",
            Stream::Pixels => "pixels",
        }
    }

    /// The generator of this stream for `seed`, at `index`.
    pub fn at(self, seed: u32, index: u64) -> ChaCha8Rng {
        let mut key = [0; 32];
        key[..4].copy_from_slice(&seed.to_le_bytes());
        let label = self.name().as_bytes();
        key[8..8 + label.len()].copy_from_slice(label);
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(index);
        rng
    }

    /// The same, where row `row` begins if each row takes `words` words of 32 bits: any row's randomness can be made alone.
    pub fn at_row(self, seed: u32, index: u64, row: usize, words: usize) -> ChaCha8Rng {
        let mut rng = self.at(seed, index);
        rng.set_word_pos(row as u128 * words as u128);
        rng
    }
}

/// A uniform number in [0, 1) with 53 random bits.
pub fn uniform(rng: &mut impl Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// Fills `out` with standard normal variates by the Box–Muller transform (1958), two from each pair of uniforms.
pub fn fill_normal<T: Real>(rng: &mut impl Rng, out: &mut [T]) {
    for pair in out.chunks_mut(2) {
        let radius = (-2.0 * libm::log(1.0 - uniform(rng))).sqrt();
        let (cos, sin) = point_on_circle(uniform(rng));
        pair[0] = T::from_f64(radius * cos);
        if let Some(second) = pair.get_mut(1) {
            *second = T::from_f64(radius * sin);
        }
    }
}

/// Cosine and sine of `turn` whole turns, in [0, 1], to the last bits: Taylor polynomials within an eighth of a turn. The same
/// bits on every platform, and a quarter of the code of a library's, which must take any angle.
fn point_on_circle(turn: f64) -> (f64, f64) {
    const COS: [f64; 9] = [
        1.0 / 20_922_789_888_000.0,
        -1.0 / 87_178_291_200.0,
        1.0 / 479_001_600.0,
        -1.0 / 3_628_800.0,
        1.0 / 40_320.0,
        -1.0 / 720.0,
        1.0 / 24.0,
        -0.5,
        1.0,
    ];
    const SIN: [f64; 9] = [
        1.0 / 355_687_428_096_000.0,
        -1.0 / 1_307_674_368_000.0,
        1.0 / 6_227_020_800.0,
        -1.0 / 39_916_800.0,
        1.0 / 362_880.0,
        -1.0 / 5_040.0,
        1.0 / 120.0,
        -1.0 / 6.0,
        1.0,
    ];
    let quarter = (4.0 * turn + 0.5) as u32;
    // Exact: both are multiples of 2⁻⁵³.
    let angle = (turn - f64::from(quarter) / 4.0) * std::f64::consts::TAU;
    let horner = |table: [f64; 9]| table.iter().fold(0.0, |sum, &c| sum * (angle * angle) + c);
    let (cos, sin) = (horner(COS), angle * horner(SIN));
    match quarter % 4 {
        0 => (cos, sin),
        1 => (-sin, cos),
        2 => (-cos, -sin),
        _ => (sin, -cos),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg_attr(miri, ignore = "statistics need many numbers, and the code has no unsafe block for Miri to look at")]
    fn normal_variates_have_the_normal_moments() {
        let mut x = vec![0.0f64; 200_000];
        fill_normal(&mut Stream::Noise.at(1, 0), &mut x);
        let moment = |p: i32| x.iter().map(|v| v.powi(p)).sum::<f64>() / x.len() as f64;
        // Standard errors of the first four moments at this count: 0.0022, 0.0032, 0.0087, 0.022.
        assert!(moment(1).abs() < 0.01, "{}", moment(1));
        assert!((moment(2) - 1.0).abs() < 0.015, "{}", moment(2));
        assert!(moment(3).abs() < 0.04, "{}", moment(3));
        assert!((moment(4) - 3.0).abs() < 0.1, "{}", moment(4));
    }

    #[test]
    fn the_circle_is_that_of_the_library() {
        // Miri is slow.
        let points = if cfg!(miri) { 100 } else { 100_000 };
        for i in 0..=points {
            let turn = f64::from(i) / f64::from(points);
            let ((cos, sin), angle) = (point_on_circle(turn), std::f64::consts::TAU * turn);
            assert!((cos - libm::cos(angle)).abs() < 1e-15 && (sin - libm::sin(angle)).abs() < 1e-15, "at {turn}");
        }
    }

    #[test]
    fn streams_differ_by_seed_name_and_index() {
        let mut first: Vec<u64> = Stream::ALL.iter().map(|s| s.at(7, 0).next_u64()).collect();
        first.push(Stream::Init.at(8, 0).next_u64());
        first.push(Stream::Init.at(7, 1).next_u64());
        let mut unique = first.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), first.len());
    }
}
